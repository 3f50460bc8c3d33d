"""Long lists of numbers or texts in a condition: one array for the database instead of a parameter for each value."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler

_Said = tuple[str, tuple[Any, ...]]


class Among(Lookup):
    """Whether a column's value is one of many."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Said:
        """Return the condition for SQLite."""
        return self._said(compiler, "{} IN (SELECT value FROM json_each(%s))", json.dumps(self._values()))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Said:
        """Return the condition for PostgreSQL."""
        values = self._values()
        kind = "bigint" if isinstance(values[0], int) else "text"
        return self._said(compiler, f"{{}} = ANY(%s::{kind}[])", values)

    def _said(self, compiler: SQLCompiler, condition: str, values: Any) -> _Said:
        column, params = compiler.compile(self.lhs)
        return condition.format(column), (*params, values)

    def _values(self) -> list[int] | list[str]:
        if not self.rhs:
            raise EmptyResultSet
        return self.rhs


def among(column: str, values: Iterable[int] | Iterable[str]) -> Among:
    """Return the condition that the column holds one of these values, as `__in` does; nothing is among none."""
    return Among(F(column), list(values))
