"""Texts about many people at once: searched for one person's words, and cleared where they are found."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.db.models import CharField, Model, Q
from django.db.models.functions import Cast

from minghua.foundation.personal import register
from minghua.foundation.personal.erasing import empty_of
from minghua.kernel.personal import Erase

SHORTEST: Final = 2
TAIL: Final = 11  # a mobile is written with and without its country
BY_OTHERS: Final = frozenset({"imports.ImportRun"})
PUT_IN_PLACE: Final = "＊＊＊"


def words_of(values: Iterable[object]) -> tuple[str, ...]:
    """Return the words by which a person is looked for: each value, and a number without its country."""
    found: dict[str, None] = {}
    for value in values:
        text = str(value or "").strip()
        if len(text) < SHORTEST:
            continue
        found[text] = None
        if text.startswith("+") and len(text) > TAIL:
            found[text[-TAIL:]] = None
    return tuple(found)


def clear(words: tuple[str, ...]) -> dict[str, int]:
    """Clear every text of the register's `sweep` columns in which a word stands; return model → rows touched."""
    if not words:
        return {}
    counts: dict[str, int] = {}
    for label, columns in register.by_model().items():
        names = [entry.column for entry in columns.values() if entry.erase is Erase.SWEEP]
        if names and label not in BY_OTHERS and (count := _clear(apps.get_model(label), names, words)):
            counts[label] = count
    return counts


def _clear(model: type[Model], names: list[str], words: tuple[str, ...]) -> int:
    count = 0
    for name in names:
        column: Any = model._meta.get_field(name)
        is_json = column.get_internal_type() == "JSONField"
        for row in model._base_manager.annotate(swept=Cast(name, CharField())).filter(_holding("swept", words)):
            value = getattr(row, name)
            fresh = without(value, words) if is_json else empty_of(column)
            model._base_manager.filter(pk=row.pk).update(**{name: fresh})
            count += 1
    return count


def _holding(name: str, words: tuple[str, ...]) -> Q:
    condition = Q(pk__in=())
    for word in words:
        condition |= Q(**{f"{name}__contains": word}) | Q(**{f"{name}__contains": json.dumps(word)[1:-1]})
    return condition


def without(value: Any, words: tuple[str, ...]) -> Any:
    """Return a JSON value whose texts hold none of the words."""
    if isinstance(value, str):
        return PUT_IN_PLACE if any(word in value for word in words) else value
    if isinstance(value, list):
        return [without(each, words) for each in value]
    if isinstance(value, dict):
        return {key: without(each, words) for key, each in value.items()}
    return PUT_IN_PLACE if any(word == str(value) for word in words) else value
