"""The log of a case, its alerts and the published policies stand: the database itself refuses to change or remove them.

Words of an entry go with an erasure; its number, its act and its data stay.
"""

from django.db import migrations

KEPT = (
    ("service_caseentry", ("case_id", "seq", "act", "public", "data", "at", "by_id")),
    ("service_clockalert", ("clock_id", "percent", "at", "told_at")),
    ("service_servicepolicy", ("version", "text", "at", "by_id")),
)


def protect(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION service_refuse() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION 'append only' USING TABLE = TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    refuse = "FOR EACH ROW EXECUTE FUNCTION service_refuse()"
    for table, columns in KEPT:
        body = refuse if postgres else f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        named = ", ".join(f'"{column}"' for column in columns)
        schema_editor.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} {body}")
        schema_editor.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {body}")


def release(apps, schema_editor):
    for table, _ in KEPT:
        of = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{of}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays{of}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS service_refuse()")


class Migration(migrations.Migration):

    dependencies = [("service", "0002_clocks")]

    operations = [migrations.RunPython(protect, release)]
