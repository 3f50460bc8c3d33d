"""A person is erased: the files that brought them, their samples and spools go, the counts of the runs stay."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from minghua.foundation.history.models import FieldChange
from minghua.foundation.imports import samples
from minghua.foundation.imports.models import ImportChange, ImportRun, ImportTouch
from minghua.foundation.imports.operations.lifecycle import forget_bytes
from minghua.foundation.imports.types import State

ENDED: Final = (State.DONE, State.UNDONE, State.DISCARDED)


def runs_naming(customer_id: int, run_ids: Iterable[int], words: tuple[str, ...]) -> "QuerySet[ImportRun]":
    """Return the runs that brought, changed or show this customer."""
    subject = {"subject_type": "customers.Customer", "subject_id": customer_id}
    named = Q(pk__in=[each for each in run_ids if each is not None])
    named |= Q(pk__in=ImportChange.objects.filter(**subject).values("run_id"))
    named |= Q(pk__in=ImportTouch.objects.filter(subject_id=customer_id).values("run_id"))
    named |= Q(pk__in=FieldChange.objects.filter(**subject, run_id__isnull=False).values("run_id"))
    return ImportRun.objects.filter(named | Q(pk__in=_showing(words)))


def _showing(words: tuple[str, ...]) -> list[int]:
    """Return the runs whose first rows hold one of the words; they are sealed, so each is opened."""
    kept = ImportRun.objects.exclude(samples=[]).order_by("pk").values_list("pk", "samples") if words else ()
    return [
        pk for pk, rows in kept if any(word in cell for row in samples.opened(rows) for cell in row for word in words)
    ]


def unfinished(customer_id: int, run_ids: Iterable[int], words: tuple[str, ...]) -> list[int]:
    """Return the runs naming this customer that may still write."""
    found = runs_naming(customer_id, run_ids, words).exclude(state__in=ENDED)
    return list(found.order_by("pk").values_list("pk", flat=True))


def forget_person(customer_id: int, run_ids: Iterable[int], words: tuple[str, ...]) -> int:
    """Delete files, spools and samples of the ended runs naming this customer and return how many runs there were."""
    runs = list(runs_naming(customer_id, run_ids, words).filter(state__in=ENDED))
    ImportRun.objects.filter(pk__in=[run.pk for run in runs]).update(samples=[])
    for run in runs:
        transaction.on_commit(partial(forget_bytes, run))
    return len(runs)
