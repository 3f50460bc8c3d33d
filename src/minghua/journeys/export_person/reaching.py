"""Which tables speak of a customer: those the register of personal columns names, and all that hang on one by foreign key."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from minghua.foundation.personal import erasing, register

CUSTOMER = "customers.Customer"
NOT_ABOUT = frozenset({"search.SearchDocument", "files.StoredFile"})
"""Copies of what stands elsewhere in the package; the files themselves lie in it."""


def tables() -> tuple[str, ...]:
    """Return every model whose rows may speak of a customer, the customer first."""
    named = [label for label in register.by_model() if _is_about(label)]
    found = {CUSTOMER, *named, *hanging()} - NOT_ABOUT
    return (CUSTOMER, *sorted(found - {CUSTOMER}))


def rows_of(label: str, customer_id: int) -> "QuerySet[Model]":
    """Return the rows of a model that speak of this customer, in the order they were made."""
    if label in register.by_model() and _is_about(label):
        rows = erasing.rows_about(label, customer_id)
    else:
        rows = apps.get_model(label)._base_manager.filter(_through(hanging()[label], customer_id))
    return rows.order_by("pk")


def hanging() -> dict[str, tuple[str, ...]]:
    """Return model → lookups to the customer, for each that can be reached by foreign keys."""
    found: dict[str, tuple[str, ...]] = {CUSTOMER: ("pk",)}
    fresh = {CUSTOMER}
    while fresh:
        reached = {label: paths for label, paths in _next(found, fresh) if paths}
        found |= reached
        fresh = set(reached)
    return found


def _next(known: dict[str, tuple[str, ...]], fresh: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for model in apps.get_models():
        if model.__module__.startswith("minghua.") and model._meta.label not in known:
            yield model._meta.label, tuple(_paths(model, known, fresh))


def _paths(model: type[Model], known: dict[str, tuple[str, ...]], fresh: set[str]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model._meta.label in fresh:
            for path in known[field.related_model._meta.label]:
                yield field.attname if path == "pk" else f"{field.name}__{path}"


def _is_about(label: str) -> bool:
    columns = register.columns_of(label).values()
    return bool(register.about_customers(label)) or any(entry.subject == "generic" for entry in columns)


def _through(paths: tuple[str, ...], customer_id: int) -> Q:
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(**{path: customer_id})
    return condition
