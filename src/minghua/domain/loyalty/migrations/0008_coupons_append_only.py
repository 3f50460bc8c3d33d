"""What coupons were made of stands: versions, runs, the book, reversals, and what a coupon and a purchase were made with.

State, balance and holder of a coupon, state of a purchase and `live` move; a table that SQLite builds anew in a later
migration loses its triggers, and a test looks that they are there.
"""

from django.db import migrations

KEPT = (
    ("loyalty_couponversion", ("batch_id", "number", "from_on", "text", "published_at", "published_by_id")),
    ("loyalty_couponrun", ("batch_id", "key", "count", "at", "by_id")),
    (
        "loyalty_coupon",
        (
            "batch_id", "version", "run_id", "key", "fingerprint", "tail", "issued_on", "from_on", "until_on", "made_at",
        ),
    ),
    (
        "loyalty_couponuse",
        (
            "key", "asked", "member_id", "currency", "lines", "freight", "skipped", "policy", "money", "points", "points_scheme",
            "at", "by_id",
        ),
    ),
    (
        "loyalty_couponused",
        ("use_id", "coupon_id", "batch_id", "place", "off", "freight", "money", "gift", "count", "points", "pays"),
    ),
    ("loyalty_couponreversal", ("use_id", "key", "asked", "lines", "shares", "money", "whole", "at", "by_id")),
    ("loyalty_couponevent", ("batch_id", "coupon_id", "use_id", "act", "count", "money", "reason", "at", "by_id")),
)  # fmt: skip


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

    dependencies = [("loyalty", "0007_coupons")]

    operations = [migrations.RunPython(protect, release)]
