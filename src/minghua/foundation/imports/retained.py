"""How long imported files are kept after the import has ended, or after its last step when it never did."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from minghua.foundation.history.models import FieldChange
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports.models import ImportChange, ImportRun, ImportTouch
from minghua.foundation.personal.holding import SUBJECT, open_holds
from minghua.foundation.personal.retention import Fate, Kind, Part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    """Runs that ended, or were left where they stood, before then and still have their file; none of a held customer."""
    held = {"subject_type": SUBJECT, "subject_id__in": open_holds(), "run_id__isnull": False}
    brought = apps.get_model(SUBJECT)._default_manager.filter(pk__in=open_holds(), import_run_id__isnull=False)
    return (
        ImportRun.objects.alias(rested_at=Coalesce("finished_at", "beat_at", "created_at"))
        .filter(rested_at__lt=before)
        .exclude(samples=[])
        .exclude(pk__in=brought.values("import_run_id"))
        .exclude(pk__in=ImportTouch.objects.filter(subject_id__in=open_holds()).values("run_id"))
        .exclude(pk__in=ImportChange.objects.filter(**held).values("run_id"))
        .exclude(pk__in=FieldChange.objects.filter(**held).values("run_id"))
    )


KINDS = (
    Kind(
        "imports",
        Text("导入的文件与样例", "Imported files and samples"),
        "contract",
        Fate.FILE,
        "retention.import_days",
        (Part("imports.ImportRun", _due, lambda rows, at: imports.forget_files(rows, at=at), 200),),
        note=Text(
            "从导入结束之日起计；中断或未完成的，从最后一步起计。",
            "Counted from the day the import ended; one that broke off or was left, from its last step.",
        ),
    ),
)
