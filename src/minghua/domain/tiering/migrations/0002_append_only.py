"""The ledger is appended and published versions stand: the database itself refuses to change or remove them.

A table that SQLite builds anew in a later migration loses its triggers; a test looks that they are there.
"""

from django.db import migrations

LEDGER = (
    "programme_id", "kind", "name", "amount", "event_at", "event_on", "counts_at", "scoring_on", "recorded_at", "seq",
    "source", "key", "rule", "reverses_id", "inputs", "by_id",
)
VERSION = ("programme_id", "number", "from_on", "data", "text", "fingerprint", "published_at", "published_by_id")
KEPT = (("tiering_scoreentry", LEDGER), ("tiering_programmeversion", VERSION))


def protect(apps, schema_editor):
    for table, columns in KEPT:
        named = ", ".join(f'"{column}"' for column in columns)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION tiering_refuse() RETURNS trigger AS $$ "
                "BEGIN RAISE EXCEPTION 'append only' USING TABLE = TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION tiering_refuse()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION tiering_refuse()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
            )


def release(apps, schema_editor):
    for table, _ in KEPT:
        of = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{of}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays{of}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS tiering_refuse()")


class Migration(migrations.Migration):

    dependencies = [("tiering", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
