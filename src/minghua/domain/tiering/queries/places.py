"""Where a list of members was left, so that it can be continued."""

from datetime import date, timedelta

from minghua.domain.tiering.types import MemberRow


def expiry_place(row: MemberRow) -> tuple[date, int]:
    """Return what `expiries` continues behind: the exclusive end of the period and the membership's id."""
    if row.last_day is None:
        raise ValueError("the period has no end")
    return row.last_day + timedelta(days=1), row.id
