"""The policy of service read from its text: hours, targets, pauses; and the policy that is shipped (R19.6, R20.7)."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from minghua.domain.service.types.clocks import Aim, ClockKind, Target, Terms, Unit
from minghua.kernel.business_hours import BusinessHours, Shift, shift
from minghua.kernel.holidays import Arrangement

Text = Mapping[str, Any]
_DAY: Final = [["09:00", "12:00"], ["13:30", "18:00"]]
STANDARD: Final[Text] = {
    "week": [_DAY, _DAY, _DAY, _DAY, _DAY, [], []],
    "made_up": _DAY,
    "targets": {
        "acknowledge": [{"minutes": 1}],
        "first_response": [
            {"kind": "complaint", "severity": "urgent", "minutes": 120},
            {"kind": "complaint", "severity": "major", "minutes": 720},
            {"kind": "complaint", "minutes": 1440},
            {"severity": "urgent", "minutes": 30},
            {"business_minutes": 60},
        ],
        "next_response": [{"severity": "urgent", "minutes": 120}, {"business_minutes": 240}],
        "appointment": [{"kind": "repair", "business_minutes": 240}],
        "resolution": [
            {"kind": "complaint", "severity": "urgent", "minutes": 1440},
            {"kind": "complaint", "severity": "major", "working_days": 5},
            {"kind": "repair", "working_days": 5},
            {"working_days": 3},
        ],
        "hand_over": [{"severity": "urgent", "minutes": 15}, {"business_minutes": 60}],
        "regulator_accept": [{"working_days": 7}],
        "regulator_end": [{"working_days": 45}],
    },
    "pauses": {
        "waiting_customer": {"working_days": 10},
        "waiting_part": {"working_days": 10},
        "appointment_agreed": {"working_days": 5},
        "third_party": {"working_days": 10},
        "monitoring": {"working_days": 20},
    },
    "warnings": [50, 75, 90],
    "reopened_percent": 50,
    "level_percent": {"2": 50, "3": 50, "4": 50},
    "reopen_days": 30,
}
"""Version 0 of the policy. What was counted by it is counted by it again: change it by publishing, not here."""


def read(text: Text, *, arrangement: Arrangement) -> Terms:
    """Return the terms of a policy's text; raises ValueError naming the place that cannot be read."""
    week = text.get("week", ())
    return Terms(
        hours=BusinessHours(
            tuple(_shifts(f"week[{n}]", day) for n, day in enumerate(week)),
            made_up=_shifts("made_up", text["made_up"]) if "made_up" in text else None,
            arrangement=arrangement,
        ),
        aims={str(ClockKind(kind)): tuple(_aim(kind, row) for row in rows) for kind, rows in text["targets"].items()},
        pauses={reason: _target(f"pauses.{reason}", row) for reason, row in text["pauses"].items()},
        warnings=tuple(_percent("warnings", each) for each in text.get("warnings", ())),
        reopened_percent=_percent("reopened_percent", text.get("reopened_percent", 100)),
        level_percent={int(level): _percent("level_percent", n) for level, n in text.get("level_percent", {}).items()},
        reopen_days=int(text.get("reopen_days", 30)),
    )


def _shifts(place: str, rows: Any) -> tuple[Shift, ...]:
    try:
        return tuple(shift(time.fromisoformat(start), time.fromisoformat(end)) for start, end in rows)
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{place}: {wrong}") from None


def _aim(place: str, row: Text) -> Aim:
    return Aim(_target(f"targets.{place}", row), str(row.get("kind", "")), str(row.get("severity", "")))


def _target(place: str, row: Text) -> Target:
    named = [unit for unit in Unit if unit in row]
    if len(named) != 1 or not isinstance(row[named[0]], int) or row[named[0]] <= 0:
        raise ValueError(f"{place}: say one of business_minutes, minutes, working_days, above zero")
    return Target(row[named[0]], named[0])


def _percent(place: str, value: Any) -> int:
    if not isinstance(value, int) or not 0 < value <= 100:
        raise ValueError(f"{place}: {value} is no percentage from 1 to 100")
    return value
