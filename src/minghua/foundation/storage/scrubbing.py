"""Deleted is not yet gone: both engines keep old versions of rows until they are told to forget them."""

from django.apps import apps
from django.db import connection


def scrub() -> None:
    """Overwrite what deleted and changed rows left behind.

    SQLite: freed bytes are zeroed at once (secure_delete); here the index merges its segments and the write-ahead log is
    emptied. PostgreSQL: VACUUM removes old versions of rows; what its own log still holds ages out with its segments.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        ours = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("minghua.")]
        for table in sorted({*ours, "search_index"} & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
