"""The words of invariants: the sentence, the search for what breaks it, the verdict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

Finding = dict[str, Any]  # one row that should not be: ids and numbers, nothing personal
Search = Callable[[datetime], Iterable[Finding]]
SHOWN: Final = 20
COUNTED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Invariant:
    """One sentence about the data.

    `found` yields the rows that break it as of an instant; `broken_by` are statements that break it in a company
    with data, so that a test can show that the search has teeth. `engine` names the only database it speaks about.
    """

    id: str
    sentence: Text
    found: Search
    broken_by: tuple[str, ...]
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one invariant's search brought: how many rows (counted up to a thousand), some of them, in how long."""

    id: str
    broken: int
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Return whether nothing was found."""
        return self.broken == 0


class UnknownInvariant(Refusal):
    """No invariant of that id is registered."""

    code = "unknown_invariant"
    status = 422
    text = Text("没有编号为「{id}」的核对项。", "There is no invariant “{id}”.")
    remedy = Text("请从列表中选择编号。", "Choose an id from the list.")
