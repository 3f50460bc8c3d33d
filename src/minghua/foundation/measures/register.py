"""The register of measures that the rooms declare; config fills it at start."""

from collections.abc import Iterable, Mapping

from minghua.foundation.measures.types import NamedMeasure

_declared: dict[str, NamedMeasure] = {}


def declare(measures: Iterable[NamedMeasure]) -> None:
    """Make measures known; the same code twice with different content is a defect."""
    for each in measures:
        if _declared.setdefault(each.code, each) != each:
            raise ValueError(f"measure {each.code} is declared twice")


def known() -> Mapping[str, NamedMeasure]:
    """Return every measure by its code."""
    return {code: _declared[code] for code in sorted(_declared)}


def ranking() -> Mapping[str, NamedMeasure]:
    """Return the measures by which customers may be ranked and graded: more is better."""
    return {code: each for code, each in known().items() if each.more_is_better}


def measure(code: str) -> NamedMeasure:
    """Return one measure; an unknown code is a defect (KeyError)."""
    return _declared[code]
