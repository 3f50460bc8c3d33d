"""What was asked for by hand stands, and once decided so does the decision; gifts from before are noted as they were given.

`customer` follows a merge; the reasons go with an erasure. A table that SQLite builds anew in a later migration loses its
triggers; a test looks that they are there.
"""

from django.db import migrations

TABLE = "loyalty_pointsadjustment"
ASKED = ("scheme_id", "key", "way", "amount", "most", "asked_at", "asked_by_id")
DECIDED = ("state", "decided_at", "decided_by_id")
EARLIER = (
    f"INSERT INTO {TABLE} (scheme_id, customer_id, key, way, amount, most, reason, state, asked_at, asked_by_id, decided_why) "
    "SELECT scheme_id, customer_id, key, 'give', amount, amount, '', 'booked', recorded_at, by_id, '' FROM loyalty_pointsfact "
    "WHERE act = 'earn' AND by_id IS NOT NULL AND order_id IS NULL"
)


def protect(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    refuse = (
        "EXECUTE FUNCTION loyalty_refuse()" if postgresql else f"BEGIN SELECT RAISE(ABORT, 'append only: {TABLE}'); END"
    )
    schema_editor.execute(EARLIER)
    for name, event in (
        ("kept", f"UPDATE OF {', '.join(ASKED)} ON {TABLE} FOR EACH ROW"),
        ("decided", f"UPDATE OF {', '.join(DECIDED)} ON {TABLE} FOR EACH ROW WHEN (OLD.state <> 'asked')"),
        ("stays", f"DELETE ON {TABLE} FOR EACH ROW"),
    ):
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} {refuse}")


def release(apps, schema_editor):
    of = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in ("kept", "decided", "stays"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{of}")


class Migration(migrations.Migration):

    dependencies = [("loyalty", "0009_adjustments")]

    operations = [migrations.RunPython(protect, release)]
