"""Orders and returns that are written or deleted are noted for the engine, by the database itself, in the same transaction."""

from django.db import migrations

FACTS = (("orders", "orders_order"), ("returns", "orders_return"))
EVENTS = (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD"))


def note(apps, schema_editor):
    for fact, table in FACTS:
        for event, row in EVENTS:
            name = f"{table}_noted_{event}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                    f"INSERT INTO engine_change (fact, row_id) SELECT '{fact}', id FROM noted; RETURN NULL; END $$ LANGUAGE plpgsql"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {row} TABLE AS noted "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN "
                    f"INSERT INTO engine_change (fact, row_id) VALUES ('{fact}', {row}.id); END"
                )


def forget(apps, schema_editor):
    for _, table in FACTS:
        for event, _ in EVENTS:
            name = f"{table}_noted_{event}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):

    dependencies = [("orders", "0002_list_orders"), ("engine", "0001_initial")]

    operations = [migrations.RunPython(note, forget)]
