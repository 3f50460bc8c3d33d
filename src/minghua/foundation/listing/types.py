"""The words of lists: fields, conditions, groups of conditions, orders, and what a view remembers of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

Value = str | int | bool | date | datetime


class FieldType(StrEnum):
    """What kind of value a field holds; it decides the operators."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "bool"
    PERSON = "person"
    TEAM = "team"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Through:
    """A link table: rows of `model` tie the listed row (`subject`, an id column) to a value (`value`, an id column)."""

    model: str
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a list. `scale` is the number of decimals a person types of a stored integer; money has two.

    A yes-or-no field that no column holds says by `holds` (viewer, day) on which rows it is a yes.
    """

    code: str
    label: Text
    type: FieldType | str
    path: str = ""
    vocabulary: str | None = None
    ops: tuple[str, ...] = ()
    sortable: bool = False
    editable: bool = False
    through: Through | None = None
    scale: int = 0
    unit: str = ""
    nullable: bool = False
    holds: Callable[[Any, date], Any] | None = None

    @property
    def decimals(self) -> int:
        """How many decimals the typed form has."""
        return self.scale or (2 if self.type == FieldType.MONEY else 0)


Fields = Sequence[Field]


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a field with no, one, two or many values."""

    field: str
    op: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all, or any, must hold; an empty one holds always."""

    kind: Literal["all", "any"] = "all"
    parts: tuple["Condition | Group", ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition however deep it stands."""
        for part in self.parts:
            if isinstance(part, Condition):
                yield part
            else:
                yield from part.conditions()


Filter = Group


def all_of(*parts: Condition | Group) -> Group:
    """Return the group of which all parts must hold."""
    return Group("all", parts)


def any_of(*parts: Condition | Group) -> Group:
    """Return the group of which any part must hold."""
    return Group("any", parts)


@dataclass(frozen=True, slots=True)
class Sort:
    """One key of an order; rows without a value come last in either direction."""

    field: str
    descending: bool = False

    @property
    def code(self) -> str:
        """The order as it is written in an address: `-code` is descending."""
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True, slots=True)
class Spec:
    """What one look at a list is: filter, order, columns, the field its board is divided by, and words searched for."""

    filter: Filter = field(default_factory=Group)
    sorts: tuple[Sort, ...] = ()
    columns: tuple[str, ...] = ()
    board: str = ""
    text: str = ""


class UnknownField(Refusal):
    """The list has no such field, or not for this use."""

    code = "unknown_field"
    text = Text("没有字段「{name}」可用于此处。", "There is no field “{name}” for this use.")
    remedy = Text("可用字段：{known}。", "Fields you can use: {known}.")


class UnknownOperator(Refusal):
    """The field cannot be compared like that."""

    code = "unknown_operator"
    text = Text("字段「{name}」不支持比较方式「{op}」。", "The field “{name}” has no operator “{op}”.")
    remedy = Text("可用的比较方式：{known}。", "Operators you can use: {known}.")


class BadFilter(Invalid):
    """The filter is no filter, or too large a one."""

    code = "bad_filter"


def named(fields: Iterable[Field], code: str, *, sortable: bool = False) -> Field:
    """Return the field of that code; raises UnknownField."""
    known = [each for each in fields if each.sortable or not sortable]
    for each in known:
        if each.code == code:
            return each
    raise UnknownField(field=code[:60], name=code[:60], known="、".join(each.code for each in known))
