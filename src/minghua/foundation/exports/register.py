"""The register of what can leave, filled once by the wiring."""

from collections.abc import Iterable

from minghua.foundation.exports.types import ExportKind
from minghua.kernel.errors import NotFound

_kinds: dict[str, ExportKind] = {}


def declare(kinds: Iterable[ExportKind]) -> None:
    """Take note of kinds of exports."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind(code: str) -> ExportKind:
    """Return a kind; raises NotFound."""
    if code not in _kinds:
        raise NotFound(field="kind")
    return _kinds[code]


def kinds() -> tuple[ExportKind, ...]:
    """Return every kind."""
    return tuple(_kinds.values())
