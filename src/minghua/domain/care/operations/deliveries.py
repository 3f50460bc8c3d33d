"""Recording a delivery at the door, and taking it back: the jar learns, the next day is set, all in one transaction."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from minghua.domain.care.models import Delivery, Jar, Withdrawal
from minghua.domain.care.operations import schedule
from minghua.domain.care.operations.answers import MOST_SERVINGS, to_micro
from minghua.domain.care.queries.facts import facts_of, micro, milli, terms_in_force, terms_of
from minghua.domain.care.queries.kept import kept_deliveries
from minghua.domain.care.rules import learning, supply
from minghua.domain.care.types import MILLI, DeliveryDone, JarFacts, Lesson, Plan, Refill
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.money import half_up
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "care.Delivery"
_STATE = ("level_milli", "level_on", "rate_micro", "run_out_on", "due_on", "retry_on", "why", "updated_at")


class BeforeLastRefill(Refusal):
    """A delivery cannot lie before the one the jar's level was counted from."""

    code = "before_last_refill"
    status = 409
    text = Text("送货日期早于上次记录的 {level_on}。", "The day lies before the last record of {level_on}.")
    remedy = Text("请先撤销后面的送货，或改日期。", "Take back the later delivery first, or change the day.")


class DeliveryTakenBack(Refusal):
    """The delivery of this key was recorded and taken back since."""

    code = "delivery_taken_back"
    status = 409
    text = Text("这次送货已被撤销。", "This delivery has been taken back.")
    remedy = Text("请刷新页面后重新记录。", "Refresh the page and record it afresh.")


class NotTheLatest(Refusal):
    """Only the latest record of a jar can be taken back."""

    code = "not_the_latest"
    status = 409
    text = Text("这之后缸又有变化，不能直接撤销。", "The jar has changed since, so this cannot be taken back.")
    remedy = Text("请先撤销最近一次送货。", "Take back the latest delivery first.")


def record_delivery(
    jar_id: int,
    *,
    quantity_milli: int,
    left_milli: int | None = None,
    key: str,
    on: date,
    by: Actor,
    at: datetime,
) -> DeliveryDone:
    """Record what was brought and return what it taught and when to go next; the same key is one delivery.

    Quantities are thousandths of a serving; `left_milli` is what was still in the jar, None when nobody looked.
    Raises NotFound, Invalid, BeforeLastRefill, DeliveryTakenBack.
    """
    require(by, "route.deliver")
    jar = schedule.locked(jar_id, by=by)
    known = Delivery.objects.filter(jar=jar, key=key).first()
    if known is not None:
        if Withdrawal.objects.filter(delivery=known).exists():
            raise DeliveryTakenBack(field="key")
        return _done(known, jar, replayed=True)
    _check(jar, quantity_milli=quantity_milli, left_milli=left_milli, on=on, today=local_date(at))
    facts = facts_of([jar])[jar.pk]
    refill = Refill(on, milli(quantity_milli), None if left_milli is None else milli(left_milli))
    lesson = learning.learn(facts, refill, alpha=terms_of(jar, terms_in_force(on)).alpha)
    row = _row(jar, facts, lesson, refill, key=key, left_milli=left_milli)
    row.by_id, row.at = by.user_id, at
    row.save()
    plan = _fill(jar, lesson, on=on, at=at)
    _tell(row, jar, lesson, plan, by=by, at=at)
    return _done(row, jar, notices=(*lesson.notices, *plan.notices))


def withdraw_delivery(delivery_id: int, *, by: Actor, at: datetime) -> DeliveryDone:
    """Take a delivery back by a counter-entry: the jar stands as before; twice is once. Raises NotFound, NotTheLatest."""
    require(by, "route.deliver")
    row = visible(Delivery.objects.all(), by, editing=True).filter(pk=delivery_id).first()
    if row is None:
        raise NotFound(field="delivery_id")
    jar = schedule.locked(row.jar_id, by=by)
    if Withdrawal.objects.filter(delivery=row).exists():
        return _done(row, jar, replayed=True)
    # Every answer about the jar moves `updated_at`; plans do not.
    if kept_deliveries().filter(jar=jar, pk__gt=row.pk).exists() or jar.updated_at != row.at:
        raise NotTheLatest()
    Withdrawal.objects.create(delivery=row, by_id=by.user_id, at=at)
    _restore(jar, row.before)
    timeline.withdraw_refs("delivery", [row.pk])
    audit.record("care.withdraw_delivery", SUBJECT, row.pk, {"jar_id": jar.pk}, by=by, at=at)
    return _done(row, jar)


def link_order(delivery_id: int, order_id: int, *, by: Actor) -> None:
    """Remember the order that a delivery was booked as (the journey records both); raises NotFound."""
    require(by, "route.deliver")
    rows = visible(Delivery.objects.filter(pk=delivery_id), by, editing=True)
    if not Delivery.objects.filter(pk__in=rows.values("pk")).update(order_id=order_id):
        raise NotFound(field="delivery_id")


def _check(jar: Jar, *, quantity_milli: int, left_milli: int | None, on: date, today: date) -> None:
    if not 0 < quantity_milli <= MOST_SERVINGS:
        raise Invalid("送的数量要大于 0。", "Bring more than nothing.", field="quantity")
    if left_milli is not None and not 0 <= left_milli <= MOST_SERVINGS:
        raise Invalid("缸里剩的量不对。", "What is left cannot be right.", field="left")
    if on > today:
        raise Invalid("送货日期不能在今天之后。", "A delivery cannot lie in the future.", field="on")
    if on < jar.level_on:
        raise BeforeLastRefill(field="on", level_on=jar.level_on.isoformat())


def _row(jar: Jar, facts: JarFacts, lesson: Lesson, refill: Refill, *, key: str, left_milli: int | None) -> Delivery:
    foreseen = supply.level_at(facts, refill.on)
    return Delivery(
        jar=jar,
        key=key,
        on=refill.on,
        quantity_milli=_milli(refill.quantity),
        level_before_milli=left_milli,
        level_after_milli=_milli(lesson.level),
        forecast_level_milli=None if foreseen is None else _milli(foreseen),
        forecast_on=jar.due_on,
        observed_rate_micro=None if lesson.observed is None else to_micro(lesson.observed),
        learned_rate_micro=None if lesson.rate is None else to_micro(lesson.rate),
        away=lesson.away,
        before={code: _plain(getattr(jar, code)) for code in _STATE},
        why=lesson.why.to_json(),
    )


def _fill(jar: Jar, lesson: Lesson, *, on: date, at: datetime) -> Plan:
    jar.level_milli, jar.level_on, jar.retry_on = _milli(lesson.level), on, None
    jar.rate_micro = None if lesson.rate is None else to_micro(lesson.rate)
    return schedule.keep(jar, on=max(on, local_date(at)), at=at)


def _restore(jar: Jar, before: dict[str, Any]) -> None:
    for code in _STATE:
        setattr(jar, code, _value(code, before[code]))
    jar.save()


def _value(code: str, plain: Any) -> Any:
    if plain is None or not code.endswith(("_on", "_at")):
        return plain
    return (date if code.endswith("_on") else datetime).fromisoformat(plain)


def _tell(row: Delivery, jar: Jar, lesson: Lesson, plan: Plan, *, by: Actor, at: datetime) -> None:
    told = {
        "jar_id": jar.pk,
        "product": jar.product.name,
        "quantity_milli": row.quantity_milli,
        "unit": jar.product.serving_name or jar.product.unit,
        "on": row.on,
        "next_on": plan.go_on,
    }
    timeline.post(jar.customer_id, "delivery", at=at, data=told, ref=("delivery", row.pk), by=by)
    audit.record(
        "care.record_delivery", SUBJECT, row.pk, {**told, "verdict": lesson.why.inputs["verdict"]}, by=by, at=at
    )


def _done(row: Delivery, jar: Jar, *, notices: tuple[str, ...] = (), replayed: bool = False) -> DeliveryDone:
    return DeliveryDone(
        delivery_id=row.pk,
        jar_id=jar.pk,
        customer_id=jar.customer_id,
        product_id=jar.product_id,
        on=row.on,
        at=row.at,
        quantity_milli=row.quantity_milli,
        observed=micro(row.observed_rate_micro),
        rate=micro(row.learned_rate_micro),
        next_on=jar.due_on,
        notices=notices,
        order_id=row.order_id,
        replayed=replayed,
    )


def _milli(value: Fraction) -> int:
    return half_up(value * MILLI)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
