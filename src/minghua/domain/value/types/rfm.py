"""The words of recency, frequency and money: the facts, how they are cut, and the eight segments (R12.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from minghua.kernel.periods import Period
from minghua.kernel.words import Text


class Cutting(StrEnum):
    """By what high and low are told apart."""

    MEANS = "means"
    QUINTILES = "quintiles"


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the eight: its code and name, and what to do with whoever is in it."""

    code: str
    name: Text
    advice: Text


SEGMENTS: Final = (
    Segment("champions", Text("重要价值", "Important, valuable"), Text("优先服务，留住", "Serve first, keep")),
    Segment("growing", Text("重要发展", "Important, to grow"), Text("提高购买次数", "Bring back more often")),
    Segment("sleeping", Text("重要保持", "Important, to hold"), Text("主动联系，唤回", "Get in touch, win back")),
    Segment("slipping", Text("重要挽留", "Important, to rescue"), Text("重点挽留", "Rescue with care")),
    Segment("regular", Text("一般价值", "Ordinary, valuable"), Text("提高每次金额", "Raise the basket")),
    Segment("fresh", Text("一般发展", "Ordinary, to grow"), Text("培养习惯", "Build the habit")),
    Segment("fading", Text("一般保持", "Ordinary, to hold"), Text("顺带提醒", "Remind in passing")),
    Segment("resting", Text("一般挽留", "Ordinary, to rescue"), Text("少花成本", "Spend little")),
)
"""Money high first; within it R·F: high high, high low, low high, low low (R12.7)."""


@dataclass(frozen=True, slots=True)
class Rfm:
    """One customer: days since the last order, completed orders, net paid in minor units."""

    customer_id: int
    recency: int
    frequency: int
    monetary_minor: int


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where high begins, best cut first: at most so many days, at least so many orders, at least so much paid."""

    recency: tuple[int, ...]
    frequency: tuple[int, ...]
    monetary_minor: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One customer's scores (by means 2 is high; by quintiles 5 is best) and the place of its segment in SEGMENTS."""

    customer_id: int
    recency: int
    frequency: int
    monetary: int
    segment: int


@dataclass(frozen=True, slots=True)
class RfmDefinition:
    """How everybody is looked at."""

    cutting: Cutting = Cutting.MEANS
    months: int = 12
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class SegmentSum:
    """How many stand in a segment and what they paid, in minor units."""

    index: int
    customers: int
    monetary_minor: int
    orders: int


@dataclass(frozen=True, slots=True)
class RfmRun:
    """One stored computation; `cut_at` is the moment its data show, the means are in millionths."""

    id: int
    definition: RfmDefinition
    period: Period
    as_of: date
    cut_at: datetime
    customers: int
    cuts: Cuts
    means_e6: Mapping[str, int]
    segments: tuple[SegmentSum, ...]
    grid: tuple[tuple[int, ...], ...]
    by_name: str


@dataclass(frozen=True, slots=True)
class RfmPlace:
    """One customer in a run, as lists and panels show it."""

    run_id: int
    customer_id: int
    name: str
    recency: int
    frequency: int
    monetary_minor: int
    scores: tuple[int, int, int]
    segment: int
