"""What happens to a row that looks like a customer we have: told, left out or merged into that one (R06.8)."""

from collections.abc import Sequence
from typing import Final, Literal

from minghua.domain.customers.types.likeness import Candidate
from minghua.foundation.imports.types import Options, Problem, Severity, Unit
from minghua.kernel.words import Text

SOMEBODY: Final = Text("（他人负责）", "(somebody else's)")


def wanted(options: Options) -> Literal["list", "apart"]:
    """Return how rows that look like stored customers are to be created."""
    return "list" if options.alike == "list" else "apart"


def set_apart(options: Options, alike: Sequence[Candidate]) -> bool:
    """Return whether a row with these doubles is not to become a customer of its own."""
    return options.alike != "list" and bool(alike) and alike[0].verdict == "suggest"


def home(options: Options, alike: Sequence[Candidate]) -> int | None:
    """Return the one customer that the row updates instead; None when none may be changed."""
    first = alike[0]
    return first.id if options.alike == "update" and first.may_change else None


def told(unit: Unit, alike: Sequence[Candidate], *, code: str) -> Problem:
    """Return the warning that names the most alike customer, or only that there is one."""
    first = alike[0]
    like = first.number or f"{SOMEBODY.zh} {first.owner_name}"
    params = {"like": like, "score": first.score or "—"}
    return Problem(
        unit.lines[0].number, "", code, str(unit.lines[0].values.get("name") or ""), Severity.WARNING, params
    )
