"""The totals of a board: how many customers stand in each column, what they bought, how many have a next step."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Sum

from minghua.domain.customers.queries import hiding, lists
from minghua.foundation.listing.types import Spec, named
from minghua.foundation.people.types import Actor


@dataclass(slots=True)
class ColumnTotal:
    """One column: rows, net amounts in minor units by currency (none where masked), rows with a next step."""

    count: int = 0
    net_minor: dict[str, int] = field(default_factory=dict)
    planned: int = 0


def board_totals(viewer: Actor, spec: Spec, code: str, *, on: date, text: str = "") -> dict[str, ColumnTotal]:
    """Return value of the field → total over the visible customers of a list; reads every row of it once."""
    path = named(lists.fields_for(viewer), code).path
    found = lists.chosen(viewer, spec, on=on, text=text).filter(hiding.asked_openly(viewer, [code]))
    totals: dict[str, ColumnTotal] = {}
    groups = found.order_by().values(path, "currency")
    for group in groups.annotate(rows=Count("pk"), net=Sum("net_minor"), planned=Count("next_action_on")):
        total = totals.setdefault(group[path] or "", ColumnTotal())
        total.count += group["rows"]
        total.planned += group["planned"]
        if "net_minor" not in viewer.masked and group["net"]:
            total.net_minor[group["currency"]] = group["net"]
    return totals
