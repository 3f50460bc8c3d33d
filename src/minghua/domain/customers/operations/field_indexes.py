"""The indexes of self-made fields: one on the expression that lists sort by, one that keeps unique values unique.

They are no part of the models: each belongs to a row of data. Both databases know indexes on expressions; they hold
only customers that have the value, so that a field most customers lack costs an import nothing (decision 0018).
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Count

from minghua.domain.customers.models import Customer, CustomField
from minghua.domain.customers.queries import archive_values, register
from minghua.domain.customers.types.fields import ArchiveField
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

JOB = "customers.index_field"
_TABLE = Customer._meta.db_table


class ValuesRepeat(Refusal):
    """Customers share values already: the field cannot become unique."""

    code = "values_repeat"
    status = 409
    text = Text("已有 {number} 个值被多位客户共用，不能设为唯一。", "{number} values are shared by customers already.")
    remedy = Text("请先改正重复的值，例如「{example}」。", "Mend the repeated values first, for example “{example}”.")


def unique_name(row: CustomField) -> str:
    """Return the name of the index that keeps the values of a field unique."""
    return f"cf_{row.pk}_unique"


def sort_name(row: CustomField) -> str:
    """Return the name of the index that lists walk."""
    return f"cf_{row.pk}_sort"


def make_unique(row: CustomField) -> None:
    """Have the database refuse a second customer with the same value; raises ValuesRepeat."""
    try:
        with transaction.atomic():
            _run(
                f"CREATE UNIQUE INDEX IF NOT EXISTS {unique_name(row)} ON {_TABLE} ({_value(row)}) WHERE {_value(row)} IS NOT NULL"
            )
    except IntegrityError:
        raise _repeated(register.of_row(row)) from None


def drop(name: str) -> None:
    """Drop an index, if it is there."""
    _run(f"DROP INDEX IF EXISTS {name}")


def _repeated(field: ArchiveField) -> ValuesRepeat:
    shared = (
        Customer.objects.annotate(own=archive_values.ArchiveValue(field))
        .exclude(own=None)
        .values("own")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    return ValuesRepeat(field="unique", number=shared.count(), example=str(shared[0]["own"])[:40])


def build_sort_index(code: str, *, at: datetime, by: Actor = SYSTEM) -> None:
    """Build the index of a field and say that lists may sort by it; done twice is done once."""
    row = CustomField.objects.filter(code=code, archived_at=None, sortable=True).first()
    if row is None or (row.indexed and sort_name(row) in present()):
        return
    if connection.vendor != "sqlite":
        _create(row)
    with unit_of_work(by, at=at):
        if connection.vendor == "sqlite":
            _create(row)
        CustomField.objects.filter(pk=row.pk).update(indexed=True)
        register.stamp()


def _create(row: CustomField) -> None:
    """On PostgreSQL writers go on meanwhile, which only works outside a transaction; a half-built one is begun anew."""
    statement = f"{sort_name(row)} ON {_TABLE} ({_value(row)}, id) WHERE {_value(row)} IS NOT NULL"
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        _run(f"CREATE INDEX IF NOT EXISTS {statement}")
    else:
        _run(f"DROP INDEX CONCURRENTLY IF EXISTS {sort_name(row)}")
        _run(f"CREATE INDEX CONCURRENTLY {statement}")
    _run(f"ANALYZE {_TABLE}")


def present() -> set[str]:
    """Return the names of the indexes the table of customers has."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, _TABLE)
    return {name for name, facts in found.items() if facts["index"]}


def _value(row: CustomField) -> str:
    return f"({archive_values.typed_sql(register.of_row(row), 'archive', vendor=connection.vendor)})"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        if (
            connection.vendor == "postgresql" and connection.in_atomic_block
        ):  # rows of this transaction are checked first
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)
