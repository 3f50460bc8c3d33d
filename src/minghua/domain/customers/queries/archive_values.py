"""Self-made fields inside a query: one typed expression over the JSON column, the same that their index is built on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, TextField
from django.db.models import Field as OutputField

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import register
from minghua.domain.customers.types.fields import CUSTOM_PREFIX, WHOLE, ArchiveField
from minghua.foundation.listing.types import Field, FieldType

_LIST_TYPES: Final[dict[str, FieldType]] = {
    "integer": FieldType.NUMBER,
    "decimal": FieldType.NUMBER,
    "money": FieldType.MONEY,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "bool": FieldType.BOOL,
    "choice": FieldType.CHOICE,
    "choices": FieldType.CHOICE,
    "person": FieldType.PERSON,
    "customer": FieldType.NUMBER,
}
_CHOICES_OPS: Final = ("contains", "not_contains", "empty", "not_empty")


class _Instant(TextField):
    """A day or an instant as the archive keeps it: text whose order is the order of time."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the text of a day, or of an instant in UTC."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.isoformat() if isinstance(value, date) else super().get_prep_value(value)


class ArchiveValue(Func):
    """The value of one self-made field: `archive ->> code`, cast to its type."""

    def __init__(self, field: ArchiveField) -> None:
        if not field.code.startswith(CUSTOM_PREFIX) or not field.code.isidentifier() or not field.code.isascii():
            raise ValueError(field.code)
        super().__init__(F("archive"), output_field=output_of(field))
        self.kept = field

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the expression with the code written in: an index is found only by what stands in it."""
        column, params = compiler.compile(self.source_expressions[0])
        return typed_sql(self.kept, column, vendor=connection.vendor), tuple(params)


def typed_sql(field: ArchiveField, column: str, *, vendor: str) -> str:
    """Return the SQL of a field's value over a JSON column."""
    if vendor == "sqlite":
        return f"JSON_EXTRACT({column}, '$.{field.code}')"
    cast = "::bigint" if field.type in WHOLE else "::boolean" if field.type == "bool" else ""
    return f"(({column} ->> '{field.code}'){cast})"


def output_of(field: ArchiveField) -> "OutputField[Any, Any]":
    """Return what the expression yields."""
    if field.type in WHOLE:
        return BigIntegerField()
    if field.type == "bool":
        return BooleanField()
    return _Instant() if field.type in {"date", "datetime"} else TextField()


def list_field(field: ArchiveField, *, code: str) -> Field:
    """Return a self-made field as lists know it."""
    ops: tuple[str, ...] = _CHOICES_OPS if field.type == "choices" else ()
    return Field(
        code=code,
        label=field.label,
        type=_LIST_TYPES.get(field.type, FieldType.TEXT),
        path=code,
        vocabulary=field.vocabulary or None,
        ops=ops,
        sortable=field.indexed,
        editable=True,
        scale=field.places,
        nullable=True,
    )


def reached(rows: "QuerySet[Customer]", asked: Iterable[str], *, prefix: str) -> "QuerySet[Customer]":
    """Return the rows with an expression for each self-made field that filter, order or board ask for."""
    known = register.archive_fields()
    fields = {code: known.get(code.removeprefix(prefix)) for code in sorted(set(asked)) if code.startswith(prefix)}
    return rows.annotate(**{code: ArchiveValue(field) for code, field in fields.items() if field and field.custom})
