"""The rates of a period as the parameters give them, day by day."""

from datetime import date
from decimal import Decimal

from minghua.domain.value.types import Dated, Rates
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.parameters.models import ParameterVersion
from minghua.kernel.money import scaled
from minghua.kernel.periods import Period

LOGISTICS = "value.order_logistics"
RETURNED = "value.returned_stock"


def rates_of(period: Period) -> Rates:
    """Return what orders of the period cost to bring, from each day on, and the share of returned goods kept at its end."""
    first = Dated(period.start, _minor(parameters.value(LOGISTICS, on=period.start)))
    within = ParameterVersion.objects.filter(
        code=LOGISTICS, valid_from__gt=period.start, valid_from__lt=period.end
    ).order_by("valid_from", "version")
    later = {day: _minor(value) for day, value in within.values_list("valid_from", "value")}
    dated = (first, *(Dated(day, value) for day, value in later.items()))
    return Rates(dated, int(parameters.value(RETURNED, on=period.end)))


def rates_versions(on: date) -> dict[str, int]:
    """Return code → version in force, for the record (R00.6)."""
    return {code: parameters.in_force(code, on=on).version for code in (LOGISTICS, RETURNED)}


def _minor(value: object) -> int:
    return scaled(Decimal(str(value)), 100)
