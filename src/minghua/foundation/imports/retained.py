"""How long imported files are kept after the import has ended."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from minghua.foundation.history.models import FieldChange
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports.models import ImportChange, ImportRun, ImportTouch
from minghua.foundation.imports.types import State
from minghua.foundation.personal.holding import SUBJECT, open_holds
from minghua.foundation.personal.retention import Fate, Kind, Part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    """Runs that ended before then and whose file is still there; never one that brought or changed a held customer."""
    held = {"subject_type": SUBJECT, "subject_id__in": open_holds(), "run_id__isnull": False}
    brought = apps.get_model(SUBJECT)._default_manager.filter(pk__in=open_holds(), import_run_id__isnull=False)
    return (
        ImportRun.objects.filter(state__in=[State.DONE, State.UNDONE], finished_at__lt=before)
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
        (Part("imports.ImportRun", _due, lambda rows, at: imports.forget_files(rows), 200),),
        note=Text("从导入结束之日起计。", "Counted from the day the import ended."),
    ),
)
