"""Words of linkage: how each trait of two records compares, what that is worth, and how likely both are one (R06.8)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from minghua.kernel.words import Text

SAME, SOUND, NEAR, PART, DIFFERENT, UNKNOWN = "same", "sound", "near", "part", "different", ""

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "name": (SAME, SOUND, NEAR, PART, DIFFERENT),
    "phone": (SAME, NEAR, DIFFERENT),
    "email": (SAME, NEAR, DIFFERENT),
    "birthday": (SAME, NEAR, DIFFERENT),
    "address": (SAME, PART, DIFFERENT),
    "uscc": (SAME, NEAR, DIFFERENT),
    "members": (SAME, DIFFERENT),
}
"""What may come of comparing a trait, the most alike first."""

LEVEL_WORDS: Final[dict[str, Text]] = {
    SAME: Text("相同", "the same"),
    SOUND: Text("同音", "sounds the same"),
    NEAR: Text("只差一处", "one slip apart"),
    PART: Text("一个包含另一个", "one contains the other"),
    DIFFERENT: Text("不同", "different"),
    UNKNOWN: Text("有一方没有填", "not known to both"),
}

Pattern = tuple[str, ...]
"""The level of each trait of a kind of customer, in the order of its traits."""
Chances = Mapping[str, Mapping[str, float]]
"""Trait → level → how often it comes out so."""


@dataclass(frozen=True, slots=True)
class Model:
    """What one kind of customer's records are like in this shop: how doubles compare, how kin do, how strangers do."""

    customers: int
    prior: float
    """The chance that two records taken at random are one customer."""
    kin_prior: float
    """The chance that they are two of one family, or two firms of one house."""
    doubles: Chances
    kin: Chances
    strangers: Chances
    learned_from: int = 0
    """How many doubles it was learned from; 0 is common experience alone."""

    def stored(self) -> dict[str, Any]:
        """Return the model as it is kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was counted among some customers of one kind, each compared with everybody who shares a key with it."""

    customers: int
    """All of this kind in the shop."""
    sampled: int
    met: Mapping[Pattern, int]
    """Pairs of a sampled customer with one that shares a key, by what came of comparing them."""
    by_chance: Chances
    """Trait → level → its share among pairs of sampled customers taken as they come; absent where nothing was seen."""
    chance_pairs: Mapping[str, Mapping[str, int]]
    """How many pairs each of these shares was counted over."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one trait said and what it is worth, in thousandths of a doubling of the odds."""

    trait: str
    level: str
    millibits: int
    held: int = 0
    """How many customers have the value both share, where it was asked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that speaks for and against two records being one customer."""

    prior_millibits: int
    reasons: tuple[Reason, ...]
    kin_millibits: int = 0
    """What speaks against because kin compare so as well; never above 0."""

    @property
    def millibits(self) -> int:
        """The odds as a power of two, in thousandths: 0 is even, 10,000 is 1,024 to 1."""
        return self.prior_millibits + sum(reason.millibits for reason in self.reasons) + self.kin_millibits

    @property
    def chance(self) -> float:
        """How likely both records are one customer, 0 to 1."""
        return chance(self.millibits)


def chance(millibits: int) -> float:
    """Return the probability of odds given as thousandths of a power of two."""
    bits = max(-100.0, min(100.0, millibits / 1000))
    return 1 / (1 + 2.0**-bits)
