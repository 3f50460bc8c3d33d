"""How the fields of a customer are named, shown and edited on pages, in lists of changes and on paper."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import described
from minghua.domain.customers.queries import label_of as field_label
from minghua.domain.customers.types.columns import Column
from minghua.domain.customers.types.fields import ArchiveField
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.kernel.money import half_up

_CONTROLS = {
    "choice": "select",
    "date": "date",
    "past_date": "date",
    "number": "number",
    "mobile": "phone",
    "phone": "phone",
    "email": "email",
    "long_text": "textarea",
    "integer": "number",
    "decimal": "number",
    "money": "money",
    "datetime": "datetime",
    "bool": "select",
    "choices": "choices",
    "person": "select",
    "link": "url",
}
_ALIASES = {"owner": "owner_id", "team": "team_id"}


def label(path: str) -> str:
    """Return what a field is called."""
    return display.say(field_label(_ALIASES.get(path, path)))


def shown(path: str, value: Any) -> str:
    """Return a stored value as people read it, "" for nothing."""
    if value is None or value == "":
        return ""
    column = described(path)
    kind = column.type if column else ""
    if column is not None and column.field is not None and column.field.custom:
        return _own(column.field, value)
    if column is not None and column.vocabulary:
        return display.say(vocabularies.label(column.vocabulary, str(value)))
    if kind in {"mobile", "phone"}:
        return display.phone(str(value))
    if isinstance(value, datetime):
        return display.moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _own(field: ArchiveField, value: Any) -> str:
    """Return a value of a self-made field as people read it; masked values stay as they are."""
    read = _READ.get(field.type)
    if isinstance(value, str) and field.type != "datetime" and (read is None or "*" in value):
        return value
    return read(field, value) if read else str(value)


def _people(_field: ArchiveField, value: Any) -> str:
    return customer_reads.staff().get(value, str(value))


def _numbers(field: ArchiveField, value: Any) -> str:
    return f"{Decimal(value).scaleb(-field.places):,f}" if isinstance(value, int) else str(value)


def _terms(field: ArchiveField, value: Any) -> str:
    codes = value if isinstance(value, list) else [value]
    return gettext("、").join(display.say(vocabularies.label(field.vocabulary, str(code))) for code in codes)


def _moment(_field: ArchiveField, value: Any) -> str:
    try:
        return display.moment(datetime.fromisoformat(value))
    except ValueError:
        return str(value)


_READ: dict[str, Callable[[ArchiveField, Any], str]] = {
    "bool": lambda _field, value: gettext("是") if value is True else gettext("否") if value is False else str(value),
    "person": _people,
    "integer": _numbers,
    "decimal": _numbers,
    "money": lambda _field, value: display.money(value) if isinstance(value, int) else str(value),
    "choice": _terms,
    "choices": _terms,
    "datetime": _moment,
    "mobile": lambda _field, value: display.phone(value),
}


def control(path: str) -> str:
    """Return the kind of form control a field is edited with."""
    column = described(path)
    return _CONTROLS.get(column.type, "text") if column else "text"


def options(path: str) -> list[tuple[str, str]]:
    """Return the choices of a field as (code, name), beginning with none where that is allowed."""
    column = described(path)
    if column is not None and column.type == "bool":
        return [("", "—"), ("true", gettext("是")), ("false", gettext("否"))]
    if column is not None and column.type == "person":
        return [("", "—"), *((str(pk), name) for pk, name in customer_reads.staff().items())]
    if column is not None and column.type == "choices":
        return choices(column.vocabulary)
    if column is None or not column.vocabulary:
        return []
    return choices(column.vocabulary, empty=not column.required)


def choices(vocabulary: str, *, empty: bool = False, text: str = "—") -> list[tuple[str, str]]:
    """Return the terms of a vocabulary as (code, name) in the reader's language."""
    named = [(code, display.say(term)) for code, term in vocabularies.terms(vocabulary)]
    return [("", text), *named] if empty else named


def source(code: str) -> str:
    """Return from where a change came, in words."""
    if code.startswith("rule:"):
        return gettext("规则 %(rule)s") % {"rule": code.removeprefix("rule:")}
    names = {
        "web": gettext("网页"),
        "rest": gettext("接口"),
        "cli": gettext("命令行"),
        "worker": gettext("系统"),
        "import": gettext("导入"),
        "import_undone": gettext("撤销导入"),
    }
    return names.get(code, code)


def percent(share: Fraction | None) -> int:
    """Return a share as whole percent, 0 for none."""
    return 0 if share is None else half_up(share * 100)


def raw(path: str, value: Any) -> Any:
    """Return a stored value as a form control holds it."""
    if value is None:
        return ""
    column: Column | None = described(path)
    if column is not None and column.field is not None and column.field.custom:
        return _typed(column.field, value)
    if column is not None and column.type in {"mobile", "phone"}:
        return display.phone(str(value)) if value else ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _typed(field: ArchiveField, value: Any) -> Any:
    """Return a value of a self-made field as its control holds it: options as a list, instants in local time."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.type == "datetime" and value and "*" not in str(value):
        return datetime.fromisoformat(str(value)).astimezone(display.ZONE).strftime("%Y-%m-%dT%H:%M")
    return value if isinstance(value, list) else str(customer_reads.written(field, value))


def of_form(path: str, form: Any, name: str = "value") -> Any:
    """Return what a form says about a field: every box of a multiple choice, else the one value."""
    return form.getlist(name) if control(path) == "choices" else form.get(name, "")
