"""Takings, published versions and committed decks stand: the database itself refuses to change or remove them.

`customer` of a taking follows a merge, what was said goes with an erasure; a deck counts its cards and is revealed.
"""

from django.db import migrations

VERSION = ("portfolio_id", "number", "from_on", "text", "published_at", "published_by_id")
DECK = ("portfolio_id", "activity", "commitment", "seed", "cards", "made_at")
TAKING = (
    "portfolio_id", "activity", "kind", "version", "member_id", "key", "on", "at", "earned", "cost", "item", "reason",
    "place", "by_id",
)
KEPT = (("loyalty_activityversion", VERSION), ("loyalty_activitydeck", DECK), ("loyalty_activitytaking", TAKING))


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

    dependencies = [("loyalty", "0005_activities")]

    operations = [migrations.RunPython(protect, release)]
