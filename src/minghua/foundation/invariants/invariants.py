"""PostgreSQL only: no sequence lags behind the ids already given, as it might after a careless restore."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, Max

from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text


def _lagging(at: datetime) -> Iterator[Finding]:
    for model in apps.get_models():
        key = model._meta.pk
        if not isinstance(key, AutoField):
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, key.column])
            (name,) = cursor.fetchone() or (None,)
            if name is None:
                continue
            cursor.execute(f"SELECT last_value FROM {name}")
            (given,) = cursor.fetchone() or (0,)
        highest = model._default_manager.aggregate(most=Max("pk"))["most"] or 0
        if highest > given:
            yield {"table": model._meta.db_table, "highest_id": highest, "sequence_at": given}


INVARIANTS = (
    Invariant(
        "INV-Q1",
        Text("每个序列都不落后于已用的编号", "No sequence lags behind the ids already given"),
        _lagging,
        ("SELECT setval(pg_get_serial_sequence('customers_customer', 'id'), 1)",),
        engine="postgresql",
    ),
)
