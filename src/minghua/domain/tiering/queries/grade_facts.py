"""What is known of business customers on a day: what people typed, and what the books say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import Turnover
from minghua.domain.tiering.models import GradeInput
from minghua.domain.tiering.types.grading import WHOLE, Facts, Scorecard, Source
from minghua.foundation.people.types import SYSTEM
from minghua.kernel import money
from minghua.kernel.periods import Period, add_months, rolling_months

_CHUNK = 900
_NOTHING = Turnover(0, 0)


class Known(NamedTuple):
    """The last word on one code: its value in millionths (None: unknown again), when it was seen, and a note."""

    value_e6: int | None
    observed_on: date
    note: str


def typed_of(customer_ids: Iterable[int], *, on: date) -> dict[int, dict[str, Known]]:
    """Return customer id → code → the last that was typed by that day; one query per 900."""
    known: defaultdict[int, dict[str, Known]] = defaultdict(dict)
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), _CHUNK):
        said = GradeInput.objects.filter(customer_id__in=ids[start : start + _CHUNK], observed_on__lte=on)
        columns = ("customer_id", "code", "value_e6", "observed_on", "note")
        for customer_id, code, *last in said.order_by("observed_on", "pk").values_list(*columns):
            known[customer_id][code] = Known(*last)
    return known


def facts_of(card: Scorecard, customer_ids: Collection[int], *, on: date) -> dict[int, Facts]:
    """Return customer id → everything the card asks for that is known on that day (R00.2: the rest is missing)."""
    typed, wanted = typed_of(customer_ids, on=on), card.typed
    booked = _booked(card, customer_ids, on=on)
    return {
        pk: {
            code: Fraction(last.value_e6, WHOLE)
            for code, last in typed[pk].items()
            if code in wanted and last.value_e6 is not None
        }
        | booked.get(pk, {})
        for pk in customer_ids
    }


def _booked(card: Scorecard, customer_ids: Collection[int], *, on: date) -> dict[int, dict[str, Fraction]]:
    """What the books say of the indicators that ask them."""
    asked = {each.code: each.source for each in card.indicators if each.source is not Source.TYPED}
    if not asked:
        return {}
    said = books_of(customer_ids, on=on)
    return {
        pk: {code: value for code, source in asked.items() if (value := values.get(source)) is not None}
        for pk, values in said.items()
    }


def books_of(customer_ids: Collection[int], *, on: date) -> dict[int, dict[Source, Fraction | None]]:
    """Return customer id → what the books say: net sales, growth, years, share that came back; five queries per 900."""
    now = rolling_months(on, 12)
    year_ago = add_months(on, -12)
    before = Period(add_months(on, -24) + timedelta(days=1), year_ago + timedelta(days=1))
    present = order_reads.turnover(customer_ids, now)
    earlier = order_reads.turnover(customer_ids, before)
    found = customer_reads.seen(SYSTEM).filter(pk__in=customer_ids).order_by()
    return {
        pk: _said(present.get((pk, currency), _NOTHING), earlier.get((pk, currency), _NOTHING), currency, first, on)
        for pk, currency, first in found.values_list("pk", "currency", "first_order_on")
    }


def _said(
    present: Turnover, earlier: Turnover, currency: str, first: date | None, on: date
) -> dict[Source, Fraction | None]:
    net, last = present.sold_minor - present.back_minor, earlier.sold_minor - earlier.back_minor
    return {
        Source.NET_SALES: Fraction(net, 10 ** money.digits(currency)) if first else None,
        Source.GROWTH: Fraction((net - last) * 100, last) if last > 0 else None,
        Source.YEARS: Fraction((on - first).days, 365) if first and first <= on else None,
        Source.RETURN_RATE: Fraction(present.back_minor * 100, present.sold_minor) if present.sold_minor else None,
    }


def plain(value_e6: int | None) -> str:
    """Return a typed value as a person typed it; "" when unknown."""
    return "" if value_e6 is None else f"{(Decimal(value_e6) / WHOLE).normalize():f}"
