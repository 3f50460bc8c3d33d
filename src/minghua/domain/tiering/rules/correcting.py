"""Whether history was told otherwise: the periods told by an instant beside the periods that are true now (R14.9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from minghua.domain.tiering.types.story import Span


class Difference(NamedTuple):
    """From when on history was otherwise: what had been told, what is true, and the level at the instant of the telling."""

    since: datetime
    told: tuple[Span, ...]
    true: tuple[Span, ...]
    level_told: str
    level_true: str


def difference(told: Sequence[Span], true: Sequence[Span], *, as_of: datetime) -> Difference | None:
    """Return where the periods begun by `as_of` differ from those that were told, None when they are the same."""
    before = [span for span in told if span.from_at <= as_of]
    after = [span for span in true if span.from_at <= as_of]
    same = 0
    while same < min(len(before), len(after)) and _core(before[same]) == _core(after[same]):
        same += 1
    if same == len(before) == len(after) or not before or not after:
        return None
    old, new = before[same:], after[same:]
    since = min(span.from_at for span in (*old[:1], *new[:1]))
    return Difference(since, tuple(old), tuple(new), before[-1].level, after[-1].level)


def _core(span: Span) -> tuple[object, ...]:
    return span.level, span.from_at, span.valid_from, span.valid_until, span.granted
