"""Facts, ledger lines and published versions of points stand: the database itself refuses to change or remove them.

`customer` of a fact follows a merge. A table that SQLite builds anew in a later migration loses its triggers; a test
looks that they are there.
"""

from django.db import migrations

VERSION = ("scheme_id", "number", "from_on", "text", "published_at", "published_by_id")
FACT = (
    "scheme_id", "member_id", "act", "key", "event_at", "at", "recorded_at", "amount", "of", "back", "terms", "order_id",
    "version", "by_id",
)
ENTRY = (
    "account_id", "seq", "at", "recorded_at", "cause", "move", "lot", "source", "target", "amount", "corrects", "balance",
    "hash",
)
KEPT = (("loyalty_pointsversion", VERSION), ("loyalty_pointsfact", FACT), ("loyalty_pointsentry", ENTRY))


def protect(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, columns in KEPT:
        named = ", ".join(f'"{column}"' for column in columns)
        act = (
            "FOR EACH ROW EXECUTE FUNCTION loyalty_refuse()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        )
        schema_editor.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} {act}")
        schema_editor.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {act}")


def release(apps, schema_editor):
    for table, _ in KEPT:
        of = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{of}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays{of}")


class Migration(migrations.Migration):

    dependencies = [("loyalty", "0003_points")]

    operations = [migrations.RunPython(protect, release)]
