"""How the fields of a customer are named, shown and edited on pages, in lists of changes and on paper."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from minghua.domain.customers.queries import described
from minghua.domain.customers.queries import label_of as field_label
from minghua.domain.customers.types.columns import Column
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
    if column is not None and column.vocabulary:
        return display.say(vocabularies.label(column.vocabulary, str(value)))
    if kind in {"mobile", "phone"}:
        return display.phone(str(value))
    if isinstance(value, datetime):
        return display.moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def control(path: str) -> str:
    """Return the kind of form control a field is edited with."""
    column = described(path)
    return _CONTROLS.get(column.type, "text") if column else "text"


def options(path: str) -> list[tuple[str, str]]:
    """Return the choices of a field as (code, name), beginning with none where that is allowed."""
    column = described(path)
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


def raw(path: str, value: Any) -> str:
    """Return a stored value as a form control holds it."""
    if value is None:
        return ""
    column: Column | None = described(path)
    if column is not None and column.type in {"mobile", "phone"}:
        return display.phone(str(value)) if value else ""
    return value.isoformat() if isinstance(value, date) else str(value)
