"""The register of invariants that the foundation and the rooms declare; config fills it at start."""

from collections.abc import Iterable

from django.db import connection

from minghua.foundation.invariants.types import Invariant, UnknownInvariant

_invariants: dict[str, Invariant] = {}


def declare(invariants: Iterable[Invariant]) -> None:
    """Make invariants known; one id for two of them is a defect."""
    for invariant in invariants:
        known = _invariants.setdefault(invariant.id, invariant)
        if known is not invariant:
            raise ValueError(f"invariant {invariant.id} is declared twice")


def invariants() -> tuple[Invariant, ...]:
    """Return those that speak about the connected database, by id."""
    known = (_invariants[key] for key in sorted(_invariants))
    return tuple(each for each in known if each.engine in {"", connection.vendor})


def chosen(ids: Iterable[str]) -> tuple[Invariant, ...]:
    """Return the invariants of these ids, all of them for none; raises UnknownInvariant."""
    wanted = set(ids)
    known = {each.id for each in invariants()}
    for each in sorted(wanted - known):
        raise UnknownInvariant(field="only", id=each[:40])
    return tuple(each for each in invariants() if not wanted or each.id in wanted)
