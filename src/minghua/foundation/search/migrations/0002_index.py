"""The full-text index of the connected database."""

from django.db import migrations

from minghua.foundation.search.engines import engine


def create(apps, schema_editor):
    schema_editor.execute(engine().CREATE)


def drop(apps, schema_editor):
    schema_editor.execute(engine().DROP)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
