"""Promises: given with an owner and a time, kept with evidence, waived by the customer, broken when their time passes."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from minghua.domain.customers.operations import holding
from minghua.domain.service.models import Promise
from minghua.domain.service.types.promises import PromiseToKeep
from minghua.foundation.audit import operations as audit
from minghua.foundation.notices import operations as notices
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.routing import recipients
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.words import Text

SUBJECT = "service.Promise"
FURTHEST = timedelta(days=3_660)
BATCH = 200


class PromiseEnded(Conflict):
    """The promise was kept or waived before."""

    code = "promise_ended"
    text = Text("这项承诺已经有了结果。", "The promise has ended before.")
    remedy = Text("请刷新页面看结果。", "Refresh the page to see how.")


def give_promise(new: PromiseToKeep, *, by: Actor, at: datetime) -> int:
    """Write down what was promised and return its id; told again it is found again. Raises NotFound, Invalid."""
    require(by, "service.work")
    if new.customer_id not in holding.visible_ids(by, [new.customer_id]):
        raise NotFound(field="customer_id")
    owner, team_id = _owner(new, by=by)
    _check(new, at=at)
    try:
        with transaction.atomic():
            made = Promise.objects.create(
                customer_id=new.customer_id, unit_id=new.unit_id, problem_id=new.problem_id, case_id=new.case_id,
                key=new.key, kind=new.kind, origin=new.origin, text=new.text.strip(), owner_id=owner, team_id=team_id,
                given_at=at, due_at=new.due_at, by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        return _same(new, by=by)
    _tell(made, "given", by=by, at=at)
    return made.pk


def keep_promise(promise_id: int, *, evidence: str, by: Actor, at: datetime) -> None:
    """Say that a promise was fulfilled, and by what (a call, a message, a card's number). Raises NotFound, Invalid, PromiseEnded."""
    require(by, "service.work")
    row = _open(promise_id, by=by)
    words = _words(
        evidence, "evidence", "请写凭据：通话、短信、卡号等。", "Give the evidence: a call, a message, a number."
    )
    if not _unended(row.pk).update(kept_at=at, evidence=words, ended_by_id=by.user_id):
        raise PromiseEnded
    _breach(Promise.objects.filter(pk=row.pk, due_at__lt=at))
    _tell(row, "kept" if at <= row.due_at else "late", by=by, at=at)


def waive_promise(promise_id: int, *, words: str, by: Actor, at: datetime) -> None:
    """Say that the customer lets a promise go, in the customer's words. Raises NotFound, Invalid, PromiseEnded."""
    require(by, "service.work")
    row = _open(promise_id, by=by)
    said = _words(words, "words", "请写客户原话。", "Write what the customer said.")
    if not _unended(row.pk).update(waived_at=at, waived_words=said, ended_by_id=by.user_id):
        raise PromiseEnded
    _breach(Promise.objects.filter(pk=row.pk, due_at__lt=at))
    _tell(row, "waived", by=by, at=at)


def break_overdue(*, by: Actor, at: datetime) -> int:
    """Mark the next promises whose time has passed, tell their owners and those above, return how many."""
    require(by, "service.lead")
    late = Promise.objects.filter(kept_at=None, waived_at=None, breached_at=None, due_at__lt=at)
    rows = list(late.select_related("owner").order_by("due_at", "pk")[:BATCH])
    broken = [row for row in rows if _breach(Promise.objects.filter(pk=row.pk))]
    for row in broken:
        title = Text("承诺已过期", "A promise is overdue")
        above = {row.owner_id, *recipients.leads(row.team_id, beside=row.owner_id)}
        notices.send(
            above, kind="service.promise", title=title, link=f"/promises?owner={row.owner_id}&state=broken",
            about=("customers.Customer", row.customer_id), key=f"promise:{row.pk}", by=by, at=at,
        )  # fmt: skip
        _tell(row, "broken", by=by, at=at)
    return len(broken)


def _breach(rows: "QuerySet[Promise]") -> int:
    return rows.filter(breached_at=None).update(breached_at=F("due_at"))


def _unended(pk: int) -> "QuerySet[Promise]":
    return Promise.objects.filter(pk=pk, kept_at=None, waived_at=None)


def _open(promise_id: int, *, by: Actor) -> Promise:
    found = visible(Promise.objects.filter(pk=promise_id), by)
    holding.hold_of(found)
    row = found.first()
    if row is None:
        raise NotFound(field="promise_id")
    if row.kept_at is not None or row.waived_at is not None:
        raise PromiseEnded
    return row


def _same(new: PromiseToKeep, *, by: Actor) -> int:
    made = visible(Promise.objects.filter(key=new.key, customer_id=new.customer_id, kind=new.kind), by).first()
    if made is None:
        raise NotFound(field="key")
    return made.pk


def _owner(new: PromiseToKeep, *, by: Actor) -> tuple[int, int | None]:
    owner = new.owner_id or by.user_id
    actor = people.actor_of_user(owner, channel=by.channel)
    if owner is None or actor is None:
        raise Invalid("请指定负责人。", "Name who answers for it.", field="owner_id")
    return owner, actor.team_id


def _check(new: PromiseToKeep, *, at: datetime) -> None:
    if not 1 <= len(new.key) <= 80:
        raise Invalid("来源编号应为 1 到 80 个字符。", "The source key has 1 to 80 signs.", field="key")
    if not new.text.strip() or len(new.text) > 400:
        raise Invalid("请写下承诺的内容，400 字以内。", "Say what was promised, at most 400 signs.", field="text")
    if not at < new.due_at <= at + FURTHEST:
        raise Invalid(
            "兑现时间要在现在之后、十年之内。", "It falls due after now and within ten years.", field="due_at"
        )


def _words(text: str, field: str, zh: str, en: str) -> str:
    said = text.strip()
    if not said or len(said) > 400:
        raise Invalid(zh, en, field=field)
    return said


def _tell(row: Promise, event: str, *, by: Actor, at: datetime) -> None:
    data = {"event": event, "kind": row.kind, "due": row.due_at}
    timeline.post(row.customer_id, "promise", at=at, data=data, ref=("promise", row.pk), by=by)
    audit.record(f"promise.{event}", SUBJECT, row.pk, {"customer": row.customer_id, "kind": row.kind}, by=by, at=at)
