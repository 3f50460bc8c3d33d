"""The register of vocabularies that the rooms declare; config fills it at start."""

from collections.abc import Mapping

from minghua.kernel.vocabularies import Term, Vocabularies

_declared: Vocabularies = {}


def declare(vocabularies: Mapping[str, tuple[Term, ...]]) -> None:
    """Make a room's vocabularies known."""
    for name, terms in vocabularies.items():
        _declared[name] = tuple(terms)


def declared() -> Vocabularies:
    """Return every declared vocabulary."""
    return dict(_declared)
