"""Words for tests of levels: presets, events, and where a member stands on a day."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import minghua.domain.tiering
from minghua.domain.tiering.rules import programme
from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import Event, Kind, ProgrammeSpec, Standing, Version
from minghua.kernel.periods import SHANGHAI

PRESETS = Path(minghua.domain.tiering.__file__).parent / "presets"
LONG_AGO = date(2000, 1, 1)


@cache
def preset(name: str) -> ProgrammeSpec:
    """Return a programme that the product ships with."""
    return programme.from_text((PRESETS / f"{name}.yaml").read_text(encoding="utf-8"))


def spec(name: str, **changes: Any) -> ProgrammeSpec:
    """Return a preset with other settings."""
    return replace(preset(name), **changes)


def at(text: str) -> datetime:
    """Return an instant: local time of Shanghai, or UTC with a Z."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=SHANGHAI)


def opening(level: str, on: str, score: int = 0) -> Event:
    """The member comes with a level from that day."""
    return Event(at(f"{on}T00:00"), "opening", Kind.OPENING, score, level)


def order(on: str, points: int, key: str = "") -> Event:
    """Points of an order."""
    return Event(at(on), key or f"order {on}", Kind.SCORE, points, "order")


def refund(on: str, points: int, of: str) -> Event:
    """The counter-entry of an order."""
    return Event(at(on), f"refund {on} {of}", Kind.SCORE, -points, "order", reverses=of)


def gate(on: str, name: str, *, opens: bool) -> Event:
    """A gate opens or closes at the beginning of a day."""
    return Event(at(f"{on}T00:00"), f"{name} {on}", Kind.GATE, int(opens), name)


def balance(on: str, amount: int, *, seq: int = 0) -> Event:
    """The balance at the end of a day."""
    return Event(at(f"{on}T23:59:59"), f"balance {on} {seq}", Kind.READING, amount, seq=seq)


def standing(rules: ProgrammeSpec | str, *events: Event, on: str, **more: Any) -> Standing:
    """Return where the member stands at the end of that day (or at that instant)."""
    found = preset(rules) if isinstance(rules, str) else rules
    until = at(on) if "T" in on else at(f"{on}T23:59:59")
    known = fold((Version(1, LONG_AGO, found),), events, until=until, **more)
    assert known is not None
    return known


def shown(standing: Standing) -> tuple[int, str, str, str]:
    """Return score, level, first and last day of the period, as the tables of the rules write them."""
    return standing.score, standing.level, str(standing.valid_from), str(standing.last_day)


def history(standing: Standing) -> list[tuple[str, str]]:
    """Return (level, local day on which it began) of every span."""
    return [(span.level, str(span.from_at.astimezone(SHANGHAI).date())) for span in standing.spans]
