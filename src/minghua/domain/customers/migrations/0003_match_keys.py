"""Match keys beside customers; those of customers older than the table are made by the worker, batch by batch."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.db import migrations, models

JOB = "customers.key_missing"


def ask_for_keys(apps, schema_editor):
    if not apps.get_model("customers", "Customer").objects.exists():
        return
    at = datetime.now(UTC)
    jobs = apps.get_model("jobs", "Job").objects
    jobs.get_or_create(key=JOB, defaults={"name": JOB, "payload": {}, "due_at": at, "created_at": at})


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_shape"), ("jobs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.PositiveSmallIntegerField()),
                ("digest", models.BigIntegerField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("digest", "kind", "customer"), name="match_key_once")],
            },
        ),
        migrations.RunPython(ask_for_keys, migrations.RunPython.noop),
    ]
