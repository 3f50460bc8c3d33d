"""Searches written as portable SQL: a SELECT that must return no row on either engine."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from minghua.foundation.invariants.types import COUNTED, Finding, Search


def rows(select: str, *, older_than: timedelta = timedelta()) -> Search:
    """Return the search of a SELECT; `%(before)s` in it is the instant of the check less `older_than`."""

    def search(at: datetime) -> Iterator[Finding]:
        bounded = f"SELECT * FROM ({select}) AS found LIMIT {COUNTED}"  # noqa: S608 (our own texts)
        with connection.cursor() as cursor:
            cursor.execute(bounded, {"before": at - older_than})
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                yield dict(zip(names, row, strict=True))

    return search
