"""The way back of many members: how each stood before every rise of its present period (`rules/book.py`: Rise)."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from minghua.domain.tiering.measures.walk import Walk

NEVER: Final = -1
LONGEST: Final = 400  # entries taken again at most; whoever needs more is folded alone
_KEPT: Final = ("since", "until", "grace", "total", "ordered", "rise_on")


class Before:
    """How some members stand before an entry of theirs."""

    def __init__(self, walk: "Walk", who: Any) -> None:
        self.rank = walk.rank[who]
        self.kept = [getattr(walk, name)[who] for name in _KEPT]


class Rises:
    """Within a period levels only rise, so that a member has at most one rise from each rank."""

    def __init__(self, walk: "Walk", ranks: int) -> None:
        self.walk, many = walk, len(walk.rank)
        self.place = np.full((ranks, many), NEVER, np.int64)
        self.kept = [np.zeros((ranks, many), np.int64) for _ in _KEPT]

    def remember(self, who: Any, number: Any, before: Before) -> None:
        """Keep how they stood before their entry of that number raised them."""
        rose = np.flatnonzero(self.walk.rank[who] > before.rank)
        if len(rose):
            whom, rank = who[rose], before.rank[rose]
            self.place[rank, whom] = number[rose]
            for kept, was in zip(self.kept, before.kept, strict=True):
                kept[rank, whom] = was[rose]

    def forget(self, who: Any) -> None:
        """Their period ended: nothing of it can be revoked any more."""
        self.place[:, who] = NEVER

    def caused(self, who: Any, number: Any) -> Any:
        """Return the rank from which each rose first at an entry of that number or later, NEVER where none did."""
        since = self.place[:, who] >= number
        return np.where(since.any(axis=0), since.argmax(axis=0), NEVER)

    def restore(self, who: Any, rank: Any) -> None:
        """Let them stand as before their rise from that rank, the entry that raised them being the next."""
        self.walk.rank[who], self.walk.place[who] = rank, self.place[rank, who]
        for name, kept in zip(_KEPT, self.kept, strict=True):
            getattr(self.walk, name)[who] = kept[rank, who]
        places = self.place[:, who]
        places[np.arange(len(self.place))[:, None] >= rank] = NEVER
        self.place[:, who] = places


def write_again(walk: "Walk", who: Any, entry: Any, rank: Any, *, undone: Any) -> None:
    """Take a rise back that a counter-entry revokes: from before it every entry is taken once more (`happenings._write_again`).

    The original counts less already; `undone` says whether it was an order of which nothing is left.
    """
    if not len(who):
        return
    columns, goal = walk.columns, entry - walk.columns.offset[who]
    walk.rises.restore(who, rank)
    earlier = columns.original[entry] - columns.offset[who] < walk.place[who]
    walk.total[who] = np.maximum(walk.total[who] + np.where(earlier, columns.amount[entry], 0), 0)
    walk.ordered[who] -= earlier & undone
    left = goal - walk.place[who]
    for step in range(int(left.max(initial=0))):
        some = who[left > step]
        again = columns.offset[some] + walk.place[some]
        walk.advance(some, columns.day[again])
        known = walk.netted[again]
        walk.place[some[known]] += 1
        walk.take(some[~known], again[~known])
    walk.advance(who, columns.day[entry])
    walk.place[who] = goal + 1
