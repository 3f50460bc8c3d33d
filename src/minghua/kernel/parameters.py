"""The words of parameters: numbers of the business that a person may change, each dated and versioned (R00.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from minghua.kernel.words import NO_TEXT, Text


class Kind(StrEnum):
    """What kind of value a parameter takes."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class ParameterDef:
    """A parameter as its room declares it: code, kind, default, label, unit and source (P01…)."""

    code: str
    kind: Kind
    default: Any
    label: Text
    unit: Text = NO_TEXT
    source: str = ""
    minimum: Any = None
    maximum: Any = None
    check: Callable[[str], object] | None = None
    """Reads a text as it will be used; raises ValueError with what is wrong."""
