from django.db import migrations
from django.utils import timezone

from minghua.foundation.imports import samples

BATCH = 100


def seal(apps, schema_editor):
    """Seal the first rows of files that were kept in clear."""
    ImportRun = apps.get_model("imports", "ImportRun")
    at, last = timezone.now(), 0
    while rows := list(ImportRun.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        clear = [row for row in rows if isinstance(row.samples, list) and row.samples]
        for row in clear:
            row.samples = samples.sealed(row.samples, at=at)
        ImportRun.objects.bulk_update(clear, ["samples"])


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("vault", "0002_erasure")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
