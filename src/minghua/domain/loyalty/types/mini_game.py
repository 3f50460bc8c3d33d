"""The words of a mini-game: what a round costs and can pay, and its daily caps (R24.2)."""

from dataclasses import dataclass
from typing import NamedTuple

from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class MiniGame:
    """A game: a round costs `cost` points and pays from `least` to `highest`; None caps nothing."""

    code: str
    name: Text
    cost: int = 0
    least: int = 0
    highest: int = 10
    rounds_a_day: int | None = None
    points_a_day: int | None = None


class PlayedToday(NamedTuple):
    """What a member did today: rounds played and points won."""

    rounds: int = 0
    won: int = 0


class Round(NamedTuple):
    """What a round comes to: whether it is played, what it costs and pays, and why."""

    played: bool
    cost: int
    won: int
    reason: Reason
