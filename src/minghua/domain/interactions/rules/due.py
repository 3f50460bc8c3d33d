"""When a promised next step is overdue, due today, or later."""

from datetime import date, datetime, timedelta, tzinfo

from minghua.domain.interactions.types import Due


def judge(*, due_at: datetime, done_at: datetime | None, at: datetime, tz: tzinfo) -> Due:
    """Return where the step stands: today's until local midnight, overdue from then on."""
    if done_at is not None:
        return Due.DONE
    day, today = _local(due_at, tz), _local(at, tz)
    if day < today:
        return Due.OVERDUE
    return Due.TODAY if day == today else Due.LATER


def postponed(due_at: datetime, *, days: int, at: datetime) -> datetime:
    """Return the same time of day `days` later, counted from the due day or from now, whichever is later."""
    if days < 1:
        raise ValueError("a step is postponed by at least one day")
    moved = due_at + timedelta(days=days)
    while moved <= at:
        moved += timedelta(days=1)
    return moved


def _local(moment: datetime, tz: tzinfo) -> date:
    return moment.astimezone(tz).date()
