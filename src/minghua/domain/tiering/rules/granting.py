"""Levels by hand, laid over what the score says: a pin holds exactly, a floor keeps from falling below (R14.9).

The automatic history goes on underneath and shows again when the grant ends. Of two grants the later one counts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from minghua.domain.tiering.types.spec import ProgrammeSpec
from minghua.domain.tiering.types.story import Cause, Grant, GrantMode, Span
from minghua.kernel.periods import midnight


def next_change(grants: Sequence[Grant], *, after: date) -> int | None:
    """Return the next day on which a grant begins or ends, as an ordinal."""
    days = [day for grant in grants for day in (grant.from_on, grant.until_on) if day > after]
    return min(days).toordinal() if days else None


def laid_over(spans: Sequence[Span], grants: Sequence[Grant], *, spec: ProgrammeSpec, until: datetime) -> list[Span]:
    """Return the history as it was shown until an instant: no gap, no overlap, the last span open."""
    if not grants:
        return list(spans)
    zone = spec.tz
    cuts = {span.from_at for span in spans}
    edges = {midnight(day, zone) for grant in grants for day in (grant.from_on, grant.until_on)}
    cuts |= {edge for edge in edges if spans[0].from_at < edge <= until}
    shown: list[Span] = []
    for at in sorted(cuts):
        _append(shown, _shown(spans, grants, at, spec=spec, zone=zone))
    return shown


def _append(shown: list[Span], span: Span) -> None:
    if shown:
        last = shown[-1]
        if last[3:] == span[3:] and last.level == span.level:
            return
        shown[-1] = last._replace(until_at=span.from_at)
    shown.append(span)


def _shown(
    spans: Sequence[Span], grants: Sequence[Grant], at: datetime, *, spec: ProgrammeSpec, zone: ZoneInfo
) -> Span:
    below = next(span for span in reversed(spans) if span.from_at <= at)._replace(until_at=None)
    if below.from_at < at:
        below = below._replace(from_at=at)
    on = at.astimezone(zone).date()
    grant = next((each for each in reversed(grants) if each.from_on <= on < each.until_on), None)
    if grant is None or not _lifts(grant, below.level, spec):
        return below
    return Span(grant.level, at, None, grant.from_on, grant.until_on, Cause.MANUAL, grant.mode.value)


def _lifts(grant: Grant, level: str, spec: ProgrammeSpec) -> bool:
    held, own = spec.rank(grant.level), spec.rank(level)
    if held is None:
        return False
    return grant.mode is GrantMode.PIN or held > (own or 0)
