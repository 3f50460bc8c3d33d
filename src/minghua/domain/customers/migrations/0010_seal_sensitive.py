import json

from django.db import migrations
from django.db.models import Q

from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.foundation.vault import operations as vault
from minghua.foundation.vault.sealing import is_sealed
from minghua.foundation.vault.types import Clear
from django.utils import timezone

BATCH = 1_000
PLACE = "customers_customer.archive."


def seal(apps, schema_editor):
    """Seal the sensitive archive values that were kept in clear, in customers and in their history."""
    made = apps.get_model("customers", "CustomField").objects.filter(sensitive=True).values_list("code", flat=True)
    codes = sorted({code for code, field in ARCHIVE_FIELDS.items() if field.sensitive} | set(made))
    at = timezone.now()
    Customer = apps.get_model("customers", "Customer")
    wanted = Q()
    for code in codes:
        wanted |= Q(archive__has_key=code)
    for rows in batches(Customer.objects.filter(wanted)):
        found = [(row, code) for row in rows for code in codes if code in row.archive and not is_sealed(row.archive[code])]
        items = [Clear(row.pk, PLACE + code, json.dumps(row.archive[code], ensure_ascii=False)) for row, code in found]
        for (row, code), token in zip(found, vault.seal_many(items, at=at), strict=True):
            row.archive[code] = token
        Customer.objects.bulk_update(rows, ["archive"], batch_size=200)
    FieldChange = apps.get_model("history", "FieldChange")
    told = FieldChange.objects.filter(subject_type="customers.Customer", field__in=[f"archive.{code}" for code in codes])
    for rows in batches(told):
        found = [
            (row, side)
            for row in rows
            for side in ("old", "new")
            if getattr(row, side) not in (None, "") and not is_sealed(getattr(row, side))
        ]
        items = [
            Clear(row.subject_id, f"customers_customer.{row.field}", json.dumps(getattr(row, side), ensure_ascii=False))
            for row, side in found
        ]
        for (row, side), token in zip(found, vault.seal_many(items, at=at), strict=True):
            setattr(row, side, token)
        FieldChange.objects.bulk_update(rows, ["old", "new"], batch_size=200)


def batches(found):
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        yield rows


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0009_reveals"),
        ("history", "0001_initial"),
        ("vault", "0002_erasure"),
    ]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
