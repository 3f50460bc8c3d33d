"""Customer numbers: taken in blocks from one counter, by one conditional update."""

from django.db.models import F

from minghua.domain.customers.models import NumberSeries

SERIES = "customer"


def take(count: int) -> list[str]:
    """Return the next `count` numbers ("C0000001"…); two transactions never get the same."""
    NumberSeries.objects.get_or_create(code=SERIES)
    NumberSeries.objects.filter(code=SERIES).update(last=F("last") + count)
    last = NumberSeries.objects.values_list("last", flat=True).get(code=SERIES)
    return [f"C{number:07d}" for number in range(last - count + 1, last + 1)]
