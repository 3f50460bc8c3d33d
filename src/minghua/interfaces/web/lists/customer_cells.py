"""What stands in each column of the customers' list: decided once for a column, then asked of every row."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from minghua.domain.customers.queries.lists import ListRow
from minghua.foundation.listing.types import Field, FieldType
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import customer_values, display

_OWN = "archive_x_"
_RIGHT = {FieldType.MONEY, FieldType.NUMBER}
_MARKS = {"name": "name", "status": "badge", "owner": "person"}
ALWAYS = {"name", "status"}  # the columns that stay on a phone


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the mark that is drawn in each cell, and the text of a row ("" for nothing)."""

    code: str
    name: str
    mark: str
    style: str
    sortable: bool
    end: bool
    text: Callable[[ListRow], str]


def columns(fields: Iterable[Field], *, editable: Collection[str] = ()) -> tuple[Column, ...]:
    """Return the columns of these fields in the reader's language; an editable one is drawn as a value to click."""
    return tuple(_column(field, field.code in editable) for field in fields)


def _column(field: Field, editable: bool) -> Column:
    end = field.type in _RIGHT
    classes = ("" if field.code in ALWAYS else "hide-phone", "num" if end else "")
    mark = "tags" if field.type == FieldType.TAG else _MARKS.get(field.code, "text")
    return Column(
        code=field.code,
        name=display.say(field.label),
        mark="edit" if editable else mark,
        style=" ".join(filter(None, classes)),
        sortable=field.sortable,
        end=end,
        text=_text(field),
    )


def _text(field: Field) -> Callable[[ListRow], str]:
    """Return how a row's value of this field is read."""
    code = field.code
    if code == "owner":
        return lambda row: row.owner_name
    if code == "team":
        return lambda row: row.team_name
    if field.type == FieldType.MONEY:
        return lambda row: _money(row.values.get(code), row.currency)
    read = _own(code) if code.startswith(_OWN) else _reader(field)

    def text(row: ListRow) -> str:
        value = row.values.get(code)
        return "" if value is None or value == "" else read(value)

    return text


def _own(code: str) -> Callable[[Any], str]:
    path = code.replace("archive_", "archive.", 1)
    return lambda value: customer_values.shown(path, value)


def _money(value: Any, currency: str) -> str:
    """Return an amount; what is masked stays as it is."""
    if value is None or value == "":
        return ""
    return display.money(value, currency) if isinstance(value, int) else str(value)


def _reader(field: Field) -> Callable[[Any], str]:
    if field.code in {"mobile", "phone"}:
        return display.phone
    if field.type == FieldType.CHOICE:
        return _terms(field.vocabulary or "")
    if field.type == FieldType.NUMBER:
        return lambda value: _number(value, field.scale)
    return _BY_TYPE.get(str(field.type), str)


def _terms(vocabulary: str) -> Callable[[Any], str]:
    """Return how codes of a vocabulary are said; each is looked up once for a list."""
    said: dict[Any, str] = {}

    def term(code: Any) -> str:
        if code not in said:
            said[code] = display.say(vocabularies.label(vocabulary, code))
        return said[code]

    return term


def _number(value: Any, places: int) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return display.number(value / 10**places, places) if places and isinstance(value, int) else display.number(value)


def _day(value: Any) -> str:
    return display.day(value) if isinstance(value, date) else str(value)


def _moment(value: Any) -> str:
    return display.moment(value) if isinstance(value, datetime) else str(value)


def _answer(value: Any) -> str:
    return gettext("是") if value else gettext("否")


_BY_TYPE: dict[str, Callable[[Any], str]] = {"date": _day, "datetime": _moment, "bool": _answer}
