"""Members of households in files: one column, one line per household (“张三(配偶,1980-01-02)；李四(子女)”)."""

from collections.abc import Mapping
from typing import Any, Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import NewMember
from minghua.foundation.imports.types import EXCERPT, ImportField, Line, Problem, Unit
from minghua.foundation.people.types import Actor
from minghua.kernel.words import Text

MEMBERS: Final = "members"
LABEL: Final = Text("家庭成员", "Household members")
_LONGEST: Final = 2_000
Updates = Mapping[int, tuple[Unit, dict[str, Any]]]


def field(group: Text) -> ImportField:
    """Return the column."""
    return ImportField(
        code=MEMBERS,
        label=LABEL,
        synonyms=("成员", "家人", "家庭人员", "Members", "Family", "FamilyMembers"),
        longest=_LONGEST,
        group=group,
    )


def problem(line: Line, kind: str) -> Problem | None:
    """Return what is wrong with the members a row names, None for nothing."""
    text = str(line.values.get(MEMBERS) or "")
    if not text:
        return None
    if kind != "household":
        return Problem(line.number, MEMBERS, "not_a_household", text[:EXCERPT])
    try:
        said(line.values)
    except customer_reads.Unwritten as unread:
        return Problem(line.number, MEMBERS, "bad_members", str(unread)[:EXCERPT])
    return None


def said(values: Mapping[str, Any]) -> tuple[NewMember, ...]:
    """Return the members a row names; raises Unwritten."""
    text = str(values.get(MEMBERS) or "")
    return customer_reads.read_members(text) if text else ()


def of_batch(updates: Updates) -> dict[int, tuple[NewMember, ...]]:
    """Return household → members named by the rows that change customers we have."""
    named = ((pk, said(unit.lines[0].values)) for pk, (unit, _changes) in updates.items())
    return {pk: members for pk, members in named if members}


def would_grow(updates: Updates, *, by: Actor) -> frozenset[int]:
    """Return the households to which their rows name somebody new."""
    named = of_batch(updates)
    present = customer_reads.members_told(by, named) if named else {}
    known = {pk: {one.name for one in members} for pk, members in present.items()}
    return frozenset(pk for pk, members in named.items() if {one.name for one in members} - known.get(pk, set()))
