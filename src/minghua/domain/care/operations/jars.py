"""Opening a jar from a survey, changing what is known of it, closing it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from minghua.domain.care.models import Jar, Sizing
from minghua.domain.care.operations import schedule
from minghua.domain.care.operations.answers import check_jar, rate_micro
from minghua.domain.care.queries.facts import facts_of
from minghua.domain.care.rules import need
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import queries as catalog
from minghua.domain.customers.operations import holding
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "care.Jar"
EDITABLE = (
    "capacity_milli", "level_milli", "preset", "safety_days", "lead_days", "delivery_window", "pay_day",
    "credit_limit_minor", "area", "note",
)  # fmt: skip


class JarExists(Refusal):
    """This household already has a jar for this product."""

    code = "jar_exists"
    status = 409
    text = Text("这户的「{product}」已经有缸了。", "This household already has a jar of “{product}”.")
    remedy = Text("请打开原来的缸修改。", "Open the existing jar and change it.")


def open_jar(new: NewJar, *, by: Actor, at: datetime) -> int:
    """Keep a survey's answers as a jar and return its id; raises NotFound, Invalid, JarExists."""
    require(by, "jars.edit")
    holding.changeable(by, new.customer_id)
    product = catalog.product(by, new.product_id)
    if not product.replenishable:
        raise Invalid("这个产品不按补货管理。", "This product is not managed by refills.", field="product_id")
    check_jar(new)
    today = local_date(at)
    jar = _row(new, on=today, at=at)
    try:
        with transaction.atomic():
            jar.save()
    except IntegrityError:
        raise JarExists(field="product_id", product=product.name) from None
    _first_size(jar, new, by=by, at=at)
    schedule.keep(jar, on=today, at=at)
    audit.record(
        "care.open_jar", SUBJECT, jar.pk, {"customer_id": new.customer_id, "product_id": product.id}, by=by, at=at
    )
    return jar.pk


def edit_jar(jar_id: int, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> date | None:
    """Change what is known of a jar and return the new day to go; raises NotFound, Invalid.

    `level_milli` is what somebody saw in the jar just now: supply is counted from today on.
    """
    require(by, "jars.edit")
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise Invalid("没有这个字段。", "There is no such field.", field=min(unknown))
    jar = schedule.locked(jar_id, by=by)
    today = local_date(at)
    before = {code: getattr(jar, code) for code in changes}
    if changes.get("level_milli") is not None:
        _look_inside(jar, on=today)
    for code, value in changes.items():
        setattr(jar, code, value)
    check_jar(jar)
    plan = schedule.keep(jar, on=today, at=at)
    changed = {code: (before[code], getattr(jar, code)) for code in changes if before[code] != getattr(jar, code)}
    history.record_changes(SUBJECT, jar.pk, changed, source=by.channel, by=by, at=at)
    audit.record("care.edit_jar", SUBJECT, jar.pk, {"fields": sorted(changed)}, by=by, at=at)
    return plan.go_on


def close_jar(jar_id: int, *, by: Actor, at: datetime) -> None:
    """Stop planning a jar; its history stays. Raises NotFound."""
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    Jar.objects.filter(pk=jar.pk).update(active=False, updated_at=at)
    audit.record("care.close_jar", SUBJECT, jar.pk, {}, by=by, at=at)


def _row(new: NewJar, *, on: date, at: datetime) -> Jar:
    return Jar(
        customer_id=new.customer_id,
        product_id=new.product_id,
        preset=new.preset,
        people=new.people,
        per_person_milli=new.per_person_milli,
        portions=[list(portion) for portion in new.portions],
        capacity_milli=new.capacity_milli,
        rate_micro=rate_micro(new.people, new.per_person_milli, new.portions),
        level_milli=new.capacity_milli if new.level_milli is None else new.level_milli,
        level_on=on,
        safety_days=new.safety_days,
        lead_days=new.lead_days,
        delivery_window=new.delivery_window.strip(),
        pay_day=new.pay_day,
        credit_limit_minor=new.credit_limit_minor,
        area=new.area.strip(),
        note=new.note.strip(),
        consent_at=at if new.consent else None,
        created_at=at,
        updated_at=at,
    )


def _first_size(jar: Jar, new: NewJar, *, by: Actor, at: datetime) -> None:
    if jar.rate_micro:
        Sizing.objects.create(
            jar=jar,
            from_on=jar.level_on,
            people=new.people,
            per_person_milli=new.per_person_milli,
            portions=jar.portions,
            by_id=by.user_id,
            at=at,
        )


def _look_inside(jar: Jar, *, on: date) -> None:
    """Count the supply from today; the rate follows the household's size of today."""
    life = facts_of([jar])[jar.pk].life
    if jar.rate_micro is not None:
        jar.rate_micro = int(jar.rate_micro * need.size_ratio(life, on, since=jar.level_on))
    jar.level_on = on
