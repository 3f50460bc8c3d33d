"""Words of clocks: what is promised by when, how a promise stands, and the terms by which it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from minghua.kernel.business_hours import BusinessHours, Span
from minghua.kernel.vocabularies import Term, Vocabularies


class ClockKind(StrEnum):
    """What a clock watches."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    APPOINTMENT = "appointment"
    ON_SITE = "on_site"
    RESOLUTION = "resolution"
    CALLBACK = "callback"
    PART_ARRIVAL = "part_arrival"
    OBLIGATION = "obligation"
    HAND_OVER = "hand_over"
    PAUSE = "pause"
    REGULATOR_ACCEPT = "regulator_accept"
    REGULATOR_END = "regulator_end"


class State(StrEnum):
    """How a clock stands; one of them, never two (SVC-INV-3). `dropped`: nobody waits for it any more."""

    OPEN = "open"
    SATISFIED = "satisfied"
    BREACHED = "breached"
    DROPPED = "dropped"


PAUSABLE: Final = frozenset({ClockKind.RESOLUTION, ClockKind.APPOINTMENT})
PROMISES: Final = frozenset({ClockKind.ON_SITE, ClockKind.CALLBACK, ClockKind.PART_ARRIVAL, ClockKind.OBLIGATION})
"""Clocks that begin with a promise and its own time, told by a person."""


class Unit(StrEnum):
    """In what a target is counted: business minutes, minutes on the wall, or whole working days."""

    BUSINESS = "business_minutes"
    WALL = "minutes"
    DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Target:
    """So much of a unit."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Aim:
    """A target for some cases; an empty kind or severity means any. The first that fits holds."""

    target: Target
    kind: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the policy with the hours and holidays it counts by."""

    hours: BusinessHours
    aims: Mapping[str, tuple[Aim, ...]]
    pauses: Mapping[str, Target]
    warnings: tuple[int, ...] = (50, 75, 90)
    reopened_percent: int = 50
    level_percent: Mapping[int, int] = field(default_factory=dict)
    reopen_days: int = 30


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log as the clocks see it."""

    seq: int
    act: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as the log tells it; `ref` is the number of the entry that began it.

    `due_at` is None while it is paused. A broken clock keeps `breached_at` for ever; `done_at` says when it was made good.
    """

    kind: ClockKind
    ref: int
    started_at: datetime
    target: Target | None
    promised_at: datetime | None
    owner_id: int | None
    percent: int = 100
    pauses: tuple[Span, ...] = ()
    paused_since: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False
    changed_at: datetime | None = None
    state: State = State.OPEN
    breached_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock as a page shows it, with why it is due when it is: its target, the share of it, its pauses, the policy.

    A promised one has a time that a person told.
    """

    kind: str
    ref: int
    state: str
    owner_name: str | None
    started_at: datetime
    due_at: datetime | None
    provisional: bool
    paused: bool
    breached_at: datetime | None
    done_at: datetime | None
    target: Target | None = None
    percent: int = 100
    pauses: tuple[Span, ...] = ()
    promised: bool = False
    policy: int = 0


VOCABULARIES: Final[Vocabularies] = {
    "service.clock": (
        Term("acknowledge", "告知收到", "Acknowledge"),
        Term("first_response", "首次答复", "First response"),
        Term("next_response", "再次答复", "Next response"),
        Term("appointment", "约定上门", "Appointment made"),
        Term("on_site", "上门", "On site"),
        Term("resolution", "解决", "Resolution"),
        Term("callback", "承诺回电", "Promised call-back"),
        Term("part_arrival", "配件到货", "Part arrives"),
        Term("obligation", "承诺", "Obligation"),
        Term("hand_over", "接手", "Hand-over accepted"),
        Term("pause", "等待期限", "End of a pause"),
        Term("regulator_accept", "12315 受理答复", "Regulator: acceptance"),
        Term("regulator_end", "12315 调解终结", "Regulator: mediation ends"),
    ),
    "service.pause": (
        Term("waiting_customer", "等客户", "Waiting for the customer"),
        Term("waiting_part", "等配件", "Waiting for a part"),
        Term("appointment_agreed", "已约时间", "Appointment agreed"),
        Term("third_party", "等第三方", "Waiting for a third party"),
        Term("monitoring", "观察中", "Being watched"),
    ),
}
