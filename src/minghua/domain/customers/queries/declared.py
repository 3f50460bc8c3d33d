"""Fields of the list that rooms above declare: what each means as a condition, and how many customers are read at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minghua.foundation.listing.types import Field
from minghua.foundation.people.types import Actor

Read = Callable[[Actor, Sequence[int], frozenset[str], date], dict[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Declared:
    """Some fields and one reading of them: (viewer, customer ids, codes, day) → values by customer."""

    fields: tuple[Field, ...]
    read: Read


_declared: dict[str, Declared] = {}


def declare(room: str, declared: Declared) -> None:
    """Make a room's fields known; config hands them down."""
    _declared[room] = declared


def fields() -> tuple[Field, ...]:
    """Return the declared fields in the order of their rooms."""
    return tuple(field for declared in _declared.values() for field in declared.fields)


def values(viewer: Actor, ids: Sequence[int], codes: frozenset[str], *, on: date) -> dict[int, dict[str, Any]]:
    """Return the values of these fields by customer; a room none of whose fields is asked for is not asked."""
    found: dict[int, dict[str, Any]] = {}
    for declared in _declared.values():
        wanted = codes & {field.code for field in declared.fields}
        if wanted and ids:
            for pk, told in declared.read(viewer, ids, wanted, on).items():
                found.setdefault(pk, {}).update(told)
    return found
