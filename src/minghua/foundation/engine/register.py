"""The register of facts, filled once by the wiring."""

import hashlib
from collections.abc import Iterable

from minghua.kernel.facts import Fact

_facts: dict[str, Fact] = {}


def declare(facts: Iterable[Fact]) -> None:
    """Take note of what a room gives to analyses."""
    _facts.update({fact.code: fact for fact in facts})


def facts() -> tuple[Fact, ...]:
    """Return every fact, by its code."""
    return tuple(_facts[code] for code in sorted(_facts))


def shape() -> str:
    """Return a hash over names and columns: files of another shape are made anew."""
    told = repr([(fact.code, fact.table, [(name, str(kind)) for name, kind in fact.shape]) for fact in facts()])
    return hashlib.sha256(told.encode()).hexdigest()
