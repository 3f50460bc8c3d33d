"""What rooms and packages declare about their columns; config fills it at start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Field, Model

from minghua.kernel.personal import FILES, GENERIC, MANY, MENTIONED, STAFF, Personal, Register

_personal: dict[tuple[str, str, str], Personal] = {}
_impersonal: set[tuple[str, str]] = set()
_NOT_LOOKUPS = {STAFF, MANY, GENERIC, FILES, MENTIONED}


def declare(registers: Iterable[Register]) -> None:
    """Take note of what is personal and what is not."""
    for each in registers:
        _personal.update({(entry.model, entry.column, entry.key): entry for entry in each.personal})
        _impersonal.update(each.impersonal)


def entries() -> tuple[Personal, ...]:
    """Return every entry, by model, column and key."""
    return tuple(_personal[name] for name in sorted(_personal))


def columns_of(model: str) -> dict[str, Personal]:
    """Return column → entry of the columns of one model that hold personal data."""
    return {entry.column: entry for entry in _personal.values() if entry.model == model and not entry.key}


def by_model() -> dict[str, dict[str, Personal]]:
    """Return model → its personal columns."""
    found: dict[str, dict[str, Personal]] = defaultdict(dict)
    for entry in entries():
        if not entry.key:
            found[entry.model][entry.column] = entry
    return dict(found)


def about_customers(model: str) -> tuple[str, ...]:
    """Return the lookups from a model to the customers its rows speak of; none for staff, many and generic."""
    subjects = {entry.subject for entry in columns_of(model).values()} - _NOT_LOOKUPS
    return tuple(dict.fromkeys(path for subject in sorted(subjects) for path in subject.split()))


def plain_fields(model: type[Model]) -> "Iterator[Field[object, object]]":
    """Yield the columns that need an entry: neither a key nor a link to another table nor a yes or no."""
    for field in model._meta.concrete_fields:
        if not (field.primary_key or field.is_relation or field.get_internal_type() == "BooleanField"):
            yield field


def undeclared() -> list[str]:
    """Return "model.column" of each column that nobody has judged."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in plain_fields(model)
        if field.name not in columns_of(model._meta.label) and (model._meta.label, field.name) not in _impersonal
    )


def unknown() -> list[str]:
    """Return the entries whose model or column does not exist (any more)."""
    known = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    named = {(entry.model, entry.column) for entry in _personal.values()} | _impersonal
    return sorted(".".join(pair) for pair in named - known)
