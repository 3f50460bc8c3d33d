"""Units sold: recorded once by their source key, completed as more is known, retired in the end."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from minghua.domain.catalog.models import Product, Unit
from minghua.domain.catalog.rules.serials import serial_key
from minghua.domain.catalog.types.units import NewUnit
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "catalog.Unit"


class SerialTaken(Conflict):
    """Another unit of the product carries this serial number."""

    code = "serial_taken"
    text = Text("序列号「{serial}」的设备已经登记过。", "A unit with the serial “{serial}” is recorded.")
    remedy = Text("请打开那台设备，或核对铭牌上的序列号。", "Open that unit, or check the serial on its plate.")


class Recorded(NamedTuple):
    """A unit, and whether this call made it."""

    id: int
    new: bool


def add_unit(new: NewUnit, *, by: Actor, at: datetime) -> Recorded:
    """Record one unit, or return the one its key made before; raises Invalid, NotFound, SerialTaken."""
    require(by, "service.work")
    _check(new, today=local_date(at))
    known = Unit.objects.filter(key=new.key).values_list("pk", flat=True).first()
    if known is not None:
        return Recorded(known, new=False)
    if not visible(Product.objects.filter(pk=new.product_id), by).exists():
        raise NotFound(field="product_id")
    try:
        with transaction.atomic():
            made = Unit.objects.create(
                product_id=new.product_id, serial=new.serial.strip(), serial_key=serial_key(new.serial), key=new.key,
                purchased_on=new.purchased_on, installed_on=new.installed_on, sold_together=new.sold_together,
                evidence=new.evidence, recorded_at=at, import_run_id=new.import_run_id,
            )  # fmt: skip
    except IntegrityError:
        known = Unit.objects.filter(key=new.key).values_list("pk", flat=True).first()
        if known is None:
            raise SerialTaken(field="serial", serial=new.serial) from None
        return Recorded(known, new=False)
    audit.record("unit.recorded", SUBJECT, made.pk, {"product": new.product_id, "serial": made.serial}, by=by, at=at)
    return Recorded(made.pk, new=True)


def complete_unit(unit_id: int, *, serial: str = "", installed_on: date | None = None, by: Actor, at: datetime) -> None:
    """Write down a serial or an installation day that was not known yet; what is known is not changed.

    Raises NotFound, Invalid, SerialTaken.
    """
    require(by, "service.work")
    row = visible(Unit.objects.all(), by, editing=True).filter(pk=unit_id).first()
    if row is None:
        raise NotFound(field="unit_id")
    changes: dict[str, object] = {}
    if serial.strip() and row.serial_key is None:
        changes |= {"serial": serial.strip(), "serial_key": serial_key(serial)}
    if installed_on is not None and row.installed_on is None:
        _check_days(row.purchased_on, installed_on, today=local_date(at))
        changes["installed_on"] = installed_on
    if not changes:
        raise Invalid("没有可补充的内容。", "There is nothing to add.", field="serial" if serial else "installed_on")
    try:
        with transaction.atomic():
            Unit.objects.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        raise SerialTaken(field="serial", serial=serial) from None
    audit.record("unit.completed", SUBJECT, row.pk, {"fields": sorted(changes)}, by=by, at=at)


def retire_unit(unit_id: int, *, on: date, by: Actor, at: datetime) -> None:
    """Say that a unit is used no more; once. Raises NotFound, Invalid."""
    require(by, "service.work")
    if on > local_date(at):
        raise Invalid("停用日期不能在将来。", "The day lies in the future.", field="on")
    if not visible(Unit.objects.all(), by, editing=True).filter(pk=unit_id, retired_on=None).update(retired_on=on):
        raise NotFound(field="unit_id")
    audit.record("unit.retired", SUBJECT, unit_id, {"on": on}, by=by, at=at)


def _check(new: NewUnit, *, today: date) -> None:
    if len(new.serial.strip()) > 64:
        raise Invalid("序列号不超过 64 个字符。", "A serial has at most 64 signs.", field="serial")
    if not 1 <= new.sold_together <= 10_000:
        raise Invalid("台数不对。", "The number of units cannot be right.", field="sold_together")
    if new.purchased_on is not None and new.purchased_on > today:
        raise Invalid("购买日期不能在将来。", "The day of purchase lies in the future.", field="purchased_on")
    _check_days(new.purchased_on, new.installed_on, today=today)


def _check_days(purchased_on: date | None, installed_on: date | None, *, today: date) -> None:
    if installed_on is None:
        return
    if installed_on > today:
        raise Invalid("安装日期不能在将来。", "The day of installation lies in the future.", field="installed_on")
    if purchased_on is not None and installed_on < purchased_on:
        raise Invalid("安装日期早于购买日期。", "It was installed before it was bought.", field="installed_on")
