"""Units come into customers' hands, move, and leave them: each move a record of its own."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewUnit
from minghua.domain.customers.operations import holding
from minghua.domain.service.models import Holding
from minghua.domain.service.types.units import SUBJECT, NewHolding
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


class UnitElsewhere(Conflict):
    """The unit stands with another customer."""

    code = "unit_elsewhere"
    text = Text("这台设备登记在另一位客户名下。", "The unit stands with another customer.")
    remedy = Text("请先把它移给这位客户。", "Move it to this customer first.")


def record_unit(new: NewHolding, *, by: Actor, at: datetime) -> int:
    """Record a unit in a customer's hands and return its id; told again it is found again.

    Raises NotFound, Invalid, SerialTaken, UnitElsewhere.
    """
    require(by, "service.work")
    _check(new)
    people = {pk for pk in (new.customer_id, new.household_id) if pk is not None}
    if missing := people - holding.visible_ids(by, people):
        raise NotFound(field="customer_id" if new.customer_id in missing else "household_id")
    made = catalog.add_unit(
        NewUnit(
            product_id=new.product_id, key=new.key, serial=new.serial, purchased_on=new.purchased_on,
            installed_on=new.installed_on, sold_together=new.sold_together, evidence=new.evidence,
        ),
        by=by, at=at,
    )  # fmt: skip
    if not made.new:
        if not visible(Holding.objects.filter(unit_id=made.id, customer_id=new.customer_id), by).exists():
            raise UnitElsewhere(field="key")
        return made.id
    since = new.installed_on or new.purchased_on or local_date(at)
    Holding.objects.create(
        unit_id=made.id, customer_id=new.customer_id, household_id=new.household_id, place=new.place.strip(),
        from_on=since, how=new.how, order_id=new.order_id, recorded_at=at, by_id=by.user_id,
    )  # fmt: skip
    _tell(made.id, new.customer_id, "recorded", by=by, at=at)
    return made.id


def move_unit(
    unit_id: int, *, on: date, place: str = "", customer_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Say that a unit stands elsewhere, or with somebody else, from a day on; raises NotFound, Invalid, UnitElsewhere."""
    require(by, "service.work")
    row = standing(unit_id, also=customer_id, by=by)
    _check_day(row, on, at=at)
    if len(place) > 60:
        raise Invalid("摆放位置不超过 60 字。", "A place has at most 60 signs.", field="place")
    if customer_id is not None and customer_id not in holding.visible_ids(by, [customer_id]):
        raise NotFound(field="customer_id")
    _end(row, on)
    to = row.customer_id if customer_id is None else customer_id
    try:
        with transaction.atomic():
            Holding.objects.create(
                unit_id=unit_id, customer_id=to, household_id=row.household_id if to == row.customer_id else None,
                place=place.strip(), from_on=on, how=row.how, order_id=None, recorded_at=at, by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise UnitElsewhere(field="unit_id") from None
    _tell(unit_id, to, "moved", by=by, at=at)


def retire_unit(unit_id: int, *, on: date, by: Actor, at: datetime) -> None:
    """Say that a unit is used no more; raises NotFound, Invalid."""
    require(by, "service.work")
    row = standing(unit_id, by=by)
    _check_day(row, on, at=at)
    catalog.retire_unit(unit_id, on=on, by=by, at=at)
    _end(row, on)
    _tell(unit_id, row.customer_id, "retired", by=by, at=at)


def standing(unit_id: int, *, also: int | None = None, by: Actor) -> Holding:
    """Return with whom a unit stands, within reach and locked until the transaction ends; raises NotFound."""
    found = visible(Holding.objects.filter(unit_id=unit_id, until_on=None), by)
    owners = set(found.values_list("customer_id", flat=True))
    holding.hold({*owners, also})
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound(field="unit_id")
    return row


def _end(row: Holding, on: date) -> None:
    if not Holding.objects.filter(pk=row.pk, until_on=None).update(until_on=on):
        raise UnitElsewhere(field="unit_id")


def _check(new: NewHolding) -> None:
    if not new.key or len(new.key) > 160:
        raise Invalid("来源编号应为 1 到 160 个字符。", "The source key has 1 to 160 signs.", field="key")
    if len(new.place) > 60:
        raise Invalid("摆放位置不超过 60 字。", "A place has at most 60 signs.", field="place")


def _check_day(row: Holding, on: date, *, at: datetime) -> None:
    if on > local_date(at):
        raise Invalid("日期不能在将来。", "The day lies in the future.", field="on")
    if on < row.from_on:
        raise Invalid(
            f"日期早于 {row.from_on} 的登记。", f"The day lies before the record of {row.from_on}.", field="on"
        )


def _tell(unit_id: int, customer_id: int, event: str, *, by: Actor, at: datetime) -> None:
    timeline.post(customer_id, "unit", at=at, data={"event": event}, ref=("unit", unit_id), by=by)
    audit.record(f"unit.{event}", SUBJECT, unit_id, {"customer": customer_id}, by=by, at=at)
