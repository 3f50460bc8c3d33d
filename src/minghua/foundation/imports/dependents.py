"""What stands on rows that are about to go: every foreign key that points at them, found in the models themselves."""

from collections.abc import Collection
from typing import Any

from django.db.models import ForeignObjectRel, Model, Q, QuerySet

from minghua.kernel.words import Text


def standing_on(rows: "QuerySet[Any]", *, run_id: int, ignored: Collection[str] = ()) -> list[tuple[str, int]]:
    """Return (model label, count) of records that point at these rows and did not come with the run."""
    found: list[tuple[str, int]] = []
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model._meta.label in ignored:
            continue
        model: type[Model] = relation.related_model
        count = _others(model, relation.field.name, rows, run_id)
        if count:
            found.append((model._meta.label, count))
    return found


def _others(model: type[Model], name: str, rows: "QuerySet[Any]", run_id: int) -> int:
    pointing = model._default_manager.filter(**{f"{name}__in": rows.order_by().values("pk")})
    if any(field.name == "import_run_id" for field in model._meta.concrete_fields):
        pointing = pointing.filter(~Q(import_run_id=run_id) | Q(import_run_id=None))
    return pointing.count()


def said(label: str, count: int, words: dict[str, Text]) -> Text:
    """Return a count of dependents in words."""
    noun = words.get(label, Text(label, label))
    return Text(f"{noun.zh} {count} 条", f"{count} × {noun.en}")
