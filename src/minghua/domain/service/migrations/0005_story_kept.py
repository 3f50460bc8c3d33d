"""What was told stands: reports, repairs, ends, promises, holdings. No level falls by itself, and no repair passes by its unit.

A repair case of a customer who has units needs the report it belongs to, whatever channel wrote it (SVC-AC-07). A table
that SQLite builds anew in a later migration loses its triggers; a test looks that they are there.
"""

from django.db import migrations

STANDS = {
    "occurrence": "problem_id, key, at, channel, symptom, condition, level, recorded_at, by_id",
    "repair": "occurrence_id, outcome, at, by_id",
    "rest": "problem_id, basis, seen_days, at, by_id",
    "promise": "key, kind, origin, given_at, due_at, by_id",
    "holding": "unit_id, from_on, how, order_id, recorded_at",
    "outofuse": "unit_id, reason, from_on",
    "card": "unit_id, code, recorded_at",
    "visitcharge": 'unit_id, key, "on", amount_minor, covered_by, at, by_id',
    "problem": "unit_id",
}
ONCE = (
    ("promise", "ended", "kept_at, waived_at", "OLD.kept_at IS NOT NULL OR OLD.waived_at IS NOT NULL"),
    ("promise", "breach", "breached_at", "OLD.breached_at IS NOT NULL"),
    ("holding", "over", "until_on", "OLD.until_on IS NOT NULL"),
    ("outofuse", "over", "until_on", "OLD.until_on IS NOT NULL"),
    ("card", "given", "state", "OLD.state = 'void' OR (OLD.state = 'handed' AND NEW.state = 'owed')"),
    ("problem", "level", "level, rests, reports",
     "(NEW.level < OLD.level AND NEW.rests <= OLD.rests) OR NEW.rests < OLD.rests OR NEW.reports < OLD.reports"),
)  # fmt: skip
BYPASS = (
    "EXISTS (SELECT 1 FROM service_holding WHERE customer_id = NEW.customer_id AND until_on IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM service_occurrence WHERE customer_id = NEW.customer_id AND key = NEW.key)"
)


def protect(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run = schema_editor.execute
    if postgresql:
        run(
            f"CREATE OR REPLACE FUNCTION service_no_bypass() RETURNS trigger AS $$ BEGIN IF {BYPASS} "
            "THEN RAISE EXCEPTION 'a repair names its unit'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
        )

    def refuse(table, name, event, when=""):
        guard = f"WHEN ({when}) " if when else ""
        does = (
            "EXECUTE FUNCTION service_refuse()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, 'append only: service_{table}'); END"
        )
        run(f"CREATE TRIGGER service_{table}_{name} BEFORE {event} ON service_{table} FOR EACH ROW {guard}{does}")

    for table, columns in STANDS.items():
        refuse(table, "kept", f"UPDATE OF {columns}")
        refuse(table, "stays", "DELETE")
    for table, name, columns, when in ONCE:
        refuse(table, name, f"UPDATE OF {columns}", when)
    does = (
        "EXECUTE FUNCTION service_no_bypass()"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, 'a repair names its unit') WHERE {BYPASS}; END"
    )
    run(
        "CREATE TRIGGER service_case_no_bypass BEFORE INSERT ON service_case FOR EACH ROW "
        f"WHEN (NEW.kind = 'repair') {does}"
    )


def release(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    names = [(table, name) for table in STANDS for name in ("kept", "stays")]
    names += [(table, name) for table, name, _, _ in ONCE] + [("case", "no_bypass")]
    for table, name in names:
        of = f" ON service_{table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS service_{table}_{name}{of}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS service_no_bypass()")


class Migration(migrations.Migration):

    dependencies = [("service", "0004_units_and_problems")]

    operations = [migrations.RunPython(protect, release)]
