"""What was given and published stands: the database itself refuses to change or remove it.

`customer` follows a merge; birthday and reason go with an erasure. A table that SQLite builds anew in a later migration
loses its triggers; a test looks that they are there.
"""

from django.db import migrations

VERSION = ("scheme_id", "number", "from_on", "text", "published_at", "published_by_id")
GRANT = (
    "scheme_id", "version", "programme", "benefit", "member_id", "period", "take", "level", "level_at", "window_from",
    "window_until", "issued_on", "until_on", "granted_at", "granted_by_id",
)
ITEM = ("grant_id", "code", "kind", "value", "least", "count", "from_on", "until_on")
REVOCATION = ("grant_id", "at", "by_id")
KEPT = (
    ("loyalty_benefitversion", VERSION), ("loyalty_benefitgrant", GRANT), ("loyalty_grantitem", ITEM),
    ("loyalty_revocation", REVOCATION),
)


def protect(apps, schema_editor):
    for table, columns in KEPT:
        named = ", ".join(f'"{column}"' for column in columns)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION loyalty_refuse() RETURNS trigger AS $$ "
                "BEGIN RAISE EXCEPTION 'append only' USING TABLE = TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {named} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION loyalty_refuse()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION loyalty_refuse()"
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
        schema_editor.execute("DROP FUNCTION IF EXISTS loyalty_refuse()")


class Migration(migrations.Migration):

    dependencies = [("loyalty", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
