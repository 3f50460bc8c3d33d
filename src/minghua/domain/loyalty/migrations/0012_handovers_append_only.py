"""What became of a prize stands: the database itself refuses to change or remove it."""

from django.db import migrations

TABLE = "loyalty_activityhandover"


def protect(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    act = (
        "FOR EACH ROW EXECUTE FUNCTION loyalty_refuse()"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, 'append only: {TABLE}'); END"
    )
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE ON {TABLE} {act}")
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_stays BEFORE DELETE ON {TABLE} {act}")


def release(apps, schema_editor):
    of = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_kept{of}")
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_stays{of}")


class Migration(migrations.Migration):

    dependencies = [("loyalty", "0011_activity_handovers")]

    operations = [migrations.RunPython(protect, release)]
