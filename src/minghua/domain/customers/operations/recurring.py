"""Values of many new customers in their stored form: towns, trades and channels recur, and are cleaned once a batch."""

from datetime import date, datetime
from typing import Any

from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import values
from minghua.kernel.periods import local_date

_PLAIN = (str, int, date, type(None))  # what nobody can change later may be shared
_NEW = object()


class Cleaner:
    """Cleans values under one shape, one day and one look at the vocabularies; what is refused is refused each time."""

    def __init__(self, terms: values.Terms, *, at: datetime) -> None:
        self.shape = register.shape()
        self._terms, self._on = terms, local_date(at)
        self._known: dict[tuple[str, str, str], Any] = {}

    def clean(self, path: str, raw: Any, *, kind: str) -> Any:
        """Return the value to be stored; raises Invalid naming the field."""
        if type(raw) is not str:
            return self._cleaned(path, raw, kind)
        found = self._known.get((kind, path, raw), _NEW)
        if found is _NEW:
            found = self._cleaned(path, raw, kind)
            if isinstance(found, _PLAIN):
                self._known[kind, path, raw] = found
        return found

    def _cleaned(self, path: str, raw: Any, kind: str) -> Any:
        return values.clean(path, raw, kind=kind, on=self._on, terms=self._terms, fields=self.shape.fields)
