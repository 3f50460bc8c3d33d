"""What a merge did to rows, kept so that all of it can be given back: moved ids, changed columns, dropped rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model


@dataclass(slots=True)
class Journal:
    """`moved`: column code → ids; `changed`: [model, id, {column: [old, new]}]; `dropped`: [model, {column: value}]."""

    moved: dict[str, list[int]] = field(default_factory=dict)
    changed: list[list[Any]] = field(default_factory=list)
    dropped: list[list[Any]] = field(default_factory=list)
    fields: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)

    def text(self) -> str:
        """Return the journal as text."""
        return json.dumps(asdict(self), cls=DjangoJSONEncoder, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Journal":
        """Return the journal written as that text."""
        return cls(**json.loads(text))

    def change(self, row: Model, values: Mapping[str, Any]) -> None:
        """Set columns of a row and remember what they were."""
        label = row._meta.label
        kept = {name: [plain(getattr(row, name)), plain(value)] for name, value in values.items()}
        self.changed.append([label, row.pk, kept])
        apps.get_model(label)._default_manager.filter(pk=row.pk).update(**values)

    def drop(self, row: Model) -> None:
        """Delete a row and remember all of it."""
        columns = {one.attname: plain(getattr(row, one.attname)) for one in row._meta.concrete_fields}
        self.dropped.append([row._meta.label, columns])
        row.delete()


def plain(value: Any) -> Any:
    """Return a value as the journal keeps it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def stored(model: type[Model], column: str, value: Any) -> Any:
    """Return a kept value as the column takes it."""
    return next(one for one in model._meta.concrete_fields if one.attname == column).to_python(value)
