"""What goes in and out of the shaping of the archive: a definition to be made, one as it stands, a change foretold."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

SENSITIVE_BASES: Final = ("separate", "duty")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: its names; the code of a new one is made from them."""

    zh: str
    en: str = ""
    code: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A field to be made; limits are written as people type them."""

    zh: str
    en: str = ""
    type: str
    kinds: tuple[str, ...]
    block: str = "base"
    code: str = ""
    help_zh: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    unique: bool = False
    searchable: bool = False
    sortable: bool = True
    default: Any = ""
    places: int = 0
    minimum: str = ""
    maximum: str = ""
    longest: int = 0
    pattern: str = ""
    sensitive: bool = False
    purpose: str = "care"
    basis: str = "contract"
    retention: str = "archive"
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSheet:
    """A self-made field as whoever shapes the archive sees it."""

    code: str
    zh: str
    en: str
    type: str
    kinds: tuple[str, ...]
    block: str
    help_zh: str
    help_en: str
    vocabulary: str
    required: bool
    unique: bool
    searchable: bool
    sortable: bool
    indexed: bool
    default: Any
    places: int
    minimum: str
    maximum: str
    longest: int
    pattern: str
    sensitive: bool
    purpose: str
    basis: str
    retention: str
    position: int
    version: int
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Retyping:
    """What a change of type does or would do: values that carry over, and those that do not (customer id → value)."""

    good: int
    bad: int
    examples: dict[int, str] = field(default_factory=dict)
    done: bool = False
