"""Rows written straight to their table: where a hundred thousand pass, statements that name each value cost too much.

Constraints hold as always; model instances keep their defaults. Nothing is read back: ids are taken from the sequence first.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model
from django.db.models.base import ModelState

Row = Sequence[Any]
Instance = TypeVar("Instance", bound=Model)
_AT_ONCE = 1_000


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Store rows of database values in the order of the columns; raises IntegrityError."""
    if not rows:
        return
    names, table = _named(model, columns)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", rows)
        return
    marks = ", ".join(["%s"] * len(columns))
    _run(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 (names of our own models)


def insert_unknown(model: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Store rows of database values in the order of the columns; what stands already is passed over."""
    names, table = _named(model, columns)
    marks = f"({', '.join(['%s'] * len(columns))})"
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        statement = f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(some))} ON CONFLICT DO NOTHING"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in some for value in row])


def _named(model: type[Model], columns: Sequence[str]) -> tuple[str, str]:
    """The columns and the table as they stand in a statement."""
    quote = connection.ops.quote_name
    return ", ".join(map(quote, columns)), quote(model._meta.db_table)


def update(model: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Store changed values: each row holds the columns' values and, last, the primary key."""
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    _run(f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote('id')} = %s", rows)  # noqa: S608


def renew(instances: Sequence[Model], columns: Sequence[str]) -> None:
    """Store what these columns (by attribute) hold now in stored instances of one model."""
    if not instances:
        return
    model = type(instances[0])
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in (*columns, str(model._meta.pk.attname))]
    values, turned = attrgetter(*(field.attname for field in fields)), _turning(fields)
    update(model, [str(field.column) for field in fields[:-1]], [_turned(values(one), turned) for one in instances])


def store(instances: Sequence[Model]) -> None:
    """Store new instances of one model and give each its id."""
    if not instances:
        return
    model = type(instances[0])
    name = str(model._meta.pk.attname)
    for instance, key in zip(instances, take_ids(model, len(instances)), strict=True):
        setattr(instance, name, key)
    fields = model._meta.concrete_fields
    values, turned = attrgetter(*(field.attname for field in fields)), _turning(fields)
    insert(model, [str(field.column) for field in fields], [_turned(values(one), turned) for one in instances])
    for instance in instances:
        instance._state.adding, instance._state.db = False, connection.alias


def filled(model: type[Instance], values: Mapping[str, Any]) -> Instance:
    """Return a new, unsaved instance with these values by column attribute and the model's defaults elsewhere.

    Several times faster than naming each value to the model; raises TypeError for an attribute it does not have.
    """
    blanks, made = _blanks(model)
    if not values.keys() <= blanks.keys():
        raise TypeError(f"{model.__name__} has no {sorted(values.keys() - blanks.keys())}")
    instance = model.__new__(model)  # its __init__ would ask each field's descriptor, and nobody listens to its signals
    instance.__dict__.update(blanks, _state=ModelState(), **{name: make() for name, make in made if name not in values})
    instance.__dict__.update(values)
    return instance


@lru_cache(64)
def _blanks(model: type[Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """What stands in each of the model's attributes where nothing is said, and the defaults that are made each time."""
    fields = model._meta.concrete_fields
    made = [(field.attname, field.default) for field in fields if callable(field.default) and field.has_default()]
    kept = {field.attname for field in fields} - {name for name, _ in made}
    blanks = {field.attname: field.get_default() if field.attname in kept else None for field in fields}
    return blanks, made


def take_ids(model: type[Model], count: int) -> Sequence[int]:
    """Return ids that nobody else will get, in rising order."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def moment(at: datetime) -> Any:
    """Return an instant as `insert` and `update` take it."""
    return connection.ops.adapt_datetimefield_value(at) if connection.vendor == "sqlite" else at


def _turning(fields: Iterable["Field[Any, Any]"]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Positions whose values the driver does not take as they are."""
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for position, field in enumerate(fields):
        if isinstance(field, JSONField):
            found.append((position, _json(field)))
        elif connection.vendor == "sqlite" and isinstance(field, DateTimeField):
            found.append((position, lru_cache(64)(connection.ops.adapt_datetimefield_value)))
        elif connection.vendor == "sqlite" and isinstance(field, DateField):
            found.append((position, connection.ops.adapt_datefield_value))
    return found


def _json(field: "JSONField[Any, Any]") -> Callable[[Any], str]:
    return lambda value: json.dumps(value, cls=field.encoder)


def _turned(row: tuple[Any, ...], turning: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for position, turn in turning:
        if values[position] is not None:
            values[position] = turn(values[position])
    return values


def _copy(statement: str, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _run(statement: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
