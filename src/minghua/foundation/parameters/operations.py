"""Writes of parameters: a new version from a day on; the past keeps its numbers."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters.models import ParameterVersion
from minghua.foundation.parameters.register import definition
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel import money
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.parameters import Kind, ParameterDef


def set_value(code: str, value: Any, *, valid_from: date, reason: str = "", by: Actor, at: datetime) -> int:
    """Publish a new version of a parameter and return its number; raises Invalid or NotFound."""
    require(by, "parameters.edit")
    try:
        known = definition(code)
    except KeyError:
        raise NotFound(field="code") from None
    clean = _clean(known, value)
    version = (ParameterVersion.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            ParameterVersion.objects.create(
                code=code,
                version=version,
                valid_from=valid_from,
                value=clean,
                reason=reason,
                set_at=at,
                set_by_id=by.user_id,
                set_by_name=by.name,
            )
    except IntegrityError:
        raise Conflict(field="code") from None
    data = {"value": clean, "version": version, "valid_from": valid_from, "reason": reason}
    audit.record("parameter.set", "parameters.Parameter", code, data, by=by, at=at)
    return version


def _clean(known: ParameterDef, value: Any) -> Any:
    if known.kind is Kind.SWITCH:
        return value in (True, "true", "1", "on", "yes")
    if known.kind is Kind.TEXT:
        return _text(known, str(value).strip())
    return _number(known, value)


def _text(known: ParameterDef, value: str) -> str:
    try:
        if known.check:
            known.check(value)
    except ValueError as wrong:
        raise Invalid(f"读不懂：{wrong}", f"Cannot be read: {wrong}", field="value") from None
    return value


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not money.is_written_out(number):
        raise Invalid("请填写数字。", "Enter a number.", field="value")
    return number


def _number(known: ParameterDef, value: Any) -> int | str:
    number = _decimal(value)
    low, high = known.minimum, known.maximum
    if (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high))):
        raise Invalid(f"请填写 {low} 到 {high} 之间的数。", f"Enter a number from {low} to {high}.", field="value")
    if known.kind is Kind.INTEGER:
        if number != number.to_integral_value():
            raise Invalid("请填写整数。", "Enter a whole number.", field="value")
        return int(number)
    return str(number)
