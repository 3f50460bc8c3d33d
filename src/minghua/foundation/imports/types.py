"""The words of imports: fields, problems, options and what a file turned out to be."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from minghua.kernel.words import Text

BASIC: Final = Text("基本", "Basic")


class State(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


STEPS: Final[Mapping[State, frozenset[State]]] = {
    State.UPLOADED: frozenset({State.MAPPED, State.DISCARDED}),
    State.MAPPED: frozenset({State.UPLOADED, State.CHECKING, State.DISCARDED}),
    State.CHECKING: frozenset({State.CHECKED, State.MAPPED, State.FAILED, State.DISCARDED}),
    State.CHECKED: frozenset({State.UPLOADED, State.MAPPED, State.CHECKING, State.RUNNING, State.DISCARDED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED}),
    State.FAILED: frozenset({State.CHECKING, State.RUNNING, State.UNDOING, State.DISCARDED}),
    State.DONE: frozenset({State.UNDOING}),
    State.UNDOING: frozenset({State.UNDONE, State.DONE}),
    State.UNDONE: frozenset(),
    State.DISCARDED: frozenset(),
}


class Mode(StrEnum):
    """What to do with records that are known already, or unknown."""

    INSERT = "insert"
    UPDATE = "update"
    UPSERT = "upsert"


class FieldKind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    IDENTIFIER = "identifier"
    INTEGER = "integer"
    QUANTITY = "quantity"
    PRICE = "price"
    DATE = "date"
    MOMENT = "moment"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    TAGS = "tags"


class Severity(StrEnum):
    """An error keeps its unit out; a warning only tells."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportField:
    """One thing a file can fill: how it is called, read and recognised."""

    code: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    longest: int = 200
    choices: Mapping[str, Text] = dataclasses.field(default_factory=dict)
    group: Text = BASIC
    by_hand: bool = False  # never mapped by guess: sensitive fields are chosen on purpose (R06.2)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one row; the texts come from `problems.CATALOGUE` unless given."""

    row: int
    field: str
    code: str
    excerpt: str = ""
    severity: Severity = Severity.ERROR
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class DateOrder(StrEnum):
    """In which order the parts of a date stand."""

    YMD = "ymd"
    MDY = "mdy"
    DMY = "dmy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person decided about one import."""

    mode: Mode = Mode.UPSERT
    skip_bad_lines: bool = False
    date_order: str = ""
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    source: str = "shop"
    customer_kind: str = "person"
    return_prefix: str = "C"
    alike: str = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is to be read: found by looking, or decided by the person."""

    form: str
    encoding: str = ""
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: its row number (the header is row 1), its cells, what is wrong with its shape."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row after reading: typed values by field code; `bad` rows carry an error."""

    number: int
    values: Mapping[str, Any]
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What is stored or refused as a whole: one order with its lines, one customer."""

    seq: int
    key: str
    rank: int
    lines: tuple[Line, ...]


Known = Callable[[str], bool]
EXCERPT: Final = 60
