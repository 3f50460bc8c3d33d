"""What standings of many members say together: who moved between levels, who fell, how many hold each level."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from minghua.domain.tiering.measures.walk import Standings
from minghua.domain.tiering.types import Version


class Levels:
    """The levels of some versions by their codes; place 0 is nobody's."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.codes = ["", *dict.fromkeys(level.code for version in versions for level in version.spec.levels)]
        most = max((len(version.spec.levels) for version in versions), default=1)
        self._place = np.zeros((max(len(versions), 1), most), np.int64)
        for number, version in enumerate(versions):
            for rank, level in enumerate(version.spec.levels):
                self._place[number, rank] = self.codes.index(level.code)

    def ranked(self, rank: Callable[[str], int]) -> Any:
        """Return a rank for each code."""
        return np.array([rank(code) for code in self.codes], np.int64)

    def of(self, found: Standings) -> Any:
        """Return the place of each member's level among the codes."""
        return np.where(found.there, self._place[found.version, found.rank], 0)


def moved(before: tuple[Levels, Any], after: tuple[Levels, Any], spoken: Any) -> Counter[tuple[str, str]]:
    """Return (level before, level after) → how many of those the columns speak of."""
    (old, was), (new, now) = before, after
    pairs = np.bincount(was[spoken] * len(new.codes) + now[spoken], minlength=len(old.codes) * len(new.codes))
    found = pairs.reshape(len(old.codes), len(new.codes))
    return Counter({(old.codes[a], new.codes[b]): int(found[a, b]) for a, b in zip(*np.nonzero(found), strict=True)})


def deepest_falls(was: Any, now: Any, score: Any, customer: Any, spoken: Any, *, most: int) -> list[int]:
    """Return the places of the members whose rank falls, the highest and then the richest first."""
    falls = np.flatnonzero(spoken & (now < was))
    order = np.lexsort((customer[falls], -score[falls], -was[falls]))[:most]
    return [int(place) for place in falls[order]]
