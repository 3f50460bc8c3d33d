"""Published terms stand and a unit stays what it was sold as: the database itself refuses to change or remove them.

A table that SQLite builds anew in a later migration loses its triggers; a test looks that they are there.
"""

from django.db import migrations

KEPT = (
    ("catalog_unit", ("product_id", "key", "purchased_on", "sold_together", "recorded_at")),
    (
        "catalog_warrantyterms",
        (
            "code", "version", "source", "scope", "anchor", "months", "payer", "sold_from", "sold_until", "skus", "shelves",
            "needs", "at_least_units", "gives_card", "published_at",
        ),
    ),
)  # fmt: skip


def protect(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION catalog_refuse() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION 'append only' USING TABLE = TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    for table, columns in KEPT:
        refuse = (
            "EXECUTE FUNCTION catalog_refuse()" if postgresql else f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        )
        named = ", ".join(f'"{column}"' for column in columns)
        for name, event in (("kept", f"UPDATE OF {named}"), ("stays", "DELETE")):
            schema_editor.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")


def release(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, _ in KEPT:
        of = f" ON {table}" if postgresql else ""
        for name in ("kept", "stays"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{of}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS catalog_refuse()")


class Migration(migrations.Migration):

    dependencies = [("catalog", "0002_units")]

    operations = [migrations.RunPython(protect, release)]
