"""The register of parameters that the rooms declare; config fills it at start."""

from collections.abc import Iterable

from minghua.kernel.parameters import ParameterDef

_definitions: dict[str, ParameterDef] = {}


def declare(definitions: Iterable[ParameterDef]) -> None:
    """Make parameters known; the same code twice with different content is a defect."""
    for definition in definitions:
        known = _definitions.setdefault(definition.code, definition)
        if known != definition:
            raise ValueError(f"parameter {definition.code} is declared twice")


def definition(code: str) -> ParameterDef:
    """Return the declaration; an unknown code is a defect (KeyError)."""
    return _definitions[code]


def definitions() -> tuple[ParameterDef, ...]:
    """Return all declarations, by code."""
    return tuple(_definitions[code] for code in sorted(_definitions))
