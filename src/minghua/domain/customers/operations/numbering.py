"""Customer numbers: taken in blocks from one counter, by one conditional update."""

import re
from collections.abc import Iterable

from django.db.models import F

from minghua.domain.customers.models import NumberSeries

SERIES = "customer"
_OURS = re.compile(r"C\d{7,12}")


def take(count: int) -> list[str]:
    """Return the next `count` numbers ("C0000001"…); two transactions never get the same."""
    series = NumberSeries.objects.filter(code=SERIES)
    if not series.update(last=F("last") + count):
        NumberSeries.objects.get_or_create(code=SERIES)
        series.update(last=F("last") + count)
    last = NumberSeries.objects.values_list("last", flat=True).get(code=SERIES)
    return [f"C{number:07d}" for number in range(last - count + 1, last + 1)]


def reserve(numbers: Iterable[str]) -> None:
    """Let the counter run past numbers of its own form that came from outside, so that it never gives them again."""
    ours = [int(number[1:]) for number in numbers if _OURS.fullmatch(number)]
    if ours:
        NumberSeries.objects.get_or_create(code=SERIES)
        NumberSeries.objects.filter(code=SERIES, last__lt=max(ours)).update(last=max(ours))
