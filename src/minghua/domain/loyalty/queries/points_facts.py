"""The stories of members' points, as they were told."""

from collections import defaultdict
from collections.abc import Collection

from minghua.domain.loyalty.models import PointsFact
from minghua.domain.loyalty.rules import points_facts as reading
from minghua.domain.loyalty.types.points import Happening

_COLUMNS = ("act", "key", "at", "amount", "of", "back", "terms")


def stories(scheme_id: int, customer_ids: Collection[int]) -> dict[int, list[Happening]]:
    """Return customer → the facts of their account in one scheme; one query."""
    found: defaultdict[int, list[Happening]] = defaultdict(list)
    rows = PointsFact.objects.filter(scheme_id=scheme_id, customer_id__in=customer_ids)
    for customer_id, *columns in rows.values_list("customer_id", *_COLUMNS):
        found[customer_id].append(reading.happening(*columns))
    return found
