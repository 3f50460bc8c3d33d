"""Why a coupon was made void may be blanked by an erasure and changed by nobody; the rest of the event stands as before."""

from django.db import migrations

TABLE = "loyalty_couponevent"
STANDS = ("batch_id", "coupon_id", "use_id", "act", "count", "money", "at", "by_id")


def _refusing(schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        return "EXECUTE FUNCTION loyalty_refuse()", f" ON {TABLE}"
    return f"BEGIN SELECT RAISE(ABORT, 'append only: {TABLE}'); END", ""


def _trigger(schema_editor, name, columns, when=""):
    act, of = _refusing(schema_editor)
    named = ", ".join(f'"{column}"' for column in columns)
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{of}")
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_{name} BEFORE UPDATE OF {named} ON {TABLE} FOR EACH ROW {when} {act}"
    )


def part(apps, schema_editor):
    _trigger(schema_editor, "kept", STANDS)
    _trigger(schema_editor, "worded", ("reason",), "WHEN (NEW.reason <> '')")


def join(apps, schema_editor):
    _, of = _refusing(schema_editor)
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_worded{of}")
    _trigger(schema_editor, "kept", (*STANDS, "reason"))


class Migration(migrations.Migration):

    dependencies = [("loyalty", "0013_points_budgets")]

    operations = [migrations.RunPython(part, join)]
