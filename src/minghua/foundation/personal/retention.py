"""The retention table: each kind of data with its term, its basis and what becomes of it; config fills it at start (N7)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet

from minghua.kernel.personal import BASES
from minghua.kernel.words import NO_TEXT, Text

Rows = QuerySet[Any]


class Fate(StrEnum):
    """What becomes of data whose term is over."""

    PURGE = "purge"
    BLANK = "blank"
    ERASE = "erase"
    FILE = "file"
    KEEP = "keep"


FATES: Final[dict[str, Text]] = {
    Fate.PURGE: Text("整行删除", "The rows go"),
    Fate.BLANK: Text("清空个人内容，行与合计保留", "What tells of people is blanked; rows and sums stay"),
    Fate.ERASE: Text("删除个人信息，订单金额与合计保留", "The person is erased; orders and sums stay"),
    Fate.FILE: Text("删除文件与样例，行数统计保留", "Files and samples go; the counts stay"),
    Fate.KEEP: Text("保留，不清理", "Kept, never purged"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a kind: which rows are older than an instant and not under a hold, and how a piece of them goes."""

    model: str
    due: Callable[[datetime], Rows]
    clear: Callable[[Rows, datetime], int]
    piece: int = 2_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data; `term` is the parameter with its days (0: no limit), `fixed` a term nobody can change."""

    code: str
    name: Text
    basis: str
    fate: Fate
    term: str = ""
    parts: tuple[Part, ...] = ()
    fixed: Text = NO_TEXT
    note: Text = NO_TEXT

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise ValueError(f"{self.code}: the register knows no basis “{self.basis}”")


_kinds: dict[str, Kind] = {}


def declare(kinds: Iterable[Kind]) -> None:
    """Make kinds known."""
    _kinds.update({kind.code: kind for kind in kinds})


def kinds() -> tuple[Kind, ...]:
    """Return every kind in the order it was declared."""
    return tuple(_kinds.values())


def purgeable() -> tuple[Kind, ...]:
    """Return the kinds that have a term and something to purge."""
    return tuple(kind for kind in _kinds.values() if kind.term and kind.parts)
