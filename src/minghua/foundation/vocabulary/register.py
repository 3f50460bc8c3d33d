"""The register of vocabularies that the rooms declare; config fills it at start."""

from collections.abc import Callable, Mapping, Sequence

from minghua.foundation.vocabulary.uses import Use
from minghua.kernel.vocabularies import Term, Vocabularies

_declared: Vocabularies = {}
_uses: dict[str, list[Use]] = {}
_finders: list[Callable[[str], Sequence[Use]]] = []


def declare(vocabularies: Mapping[str, tuple[Term, ...]]) -> None:
    """Make a room's vocabularies known."""
    for name, terms in vocabularies.items():
        _declared[name] = tuple(terms)


def declared() -> Vocabularies:
    """Return every declared vocabulary."""
    return dict(_declared)


def declare_use(vocabulary: str, *uses: Use) -> None:
    """Make known where the terms of a vocabulary are used."""
    _uses.setdefault(vocabulary, []).extend(uses)


def declare_finder(finder: Callable[[str], Sequence[Use]]) -> None:
    """Make known who knows the uses of vocabularies that are made while the program runs."""
    _finders.append(finder)


def uses(vocabulary: str) -> list[Use]:
    """Return every place that holds codes of a vocabulary."""
    return [*_uses.get(vocabulary, ()), *(use for finder in _finders for use in finder(vocabulary))]
