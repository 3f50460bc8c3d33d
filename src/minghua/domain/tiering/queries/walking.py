"""Walks over the members of a programme, for rooms that give them something."""

from datetime import datetime

from minghua.domain.tiering.models import Membership


def member_ids(programme: str, *, after_id: int = 0, since: datetime | None = None, limit: int) -> list[int]:
    """Return the next members' customer ids, ascending; with `since` only those judged at that instant or later."""
    rows = Membership.objects.filter(programme__code=programme, customer_id__gt=after_id).order_by("customer_id")
    rows = rows if since is None else rows.filter(as_of__gte=since)
    return list(rows.values_list("customer_id", flat=True)[:limit])
