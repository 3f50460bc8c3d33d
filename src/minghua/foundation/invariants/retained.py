"""How long results of checks are kept."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minghua.foundation.invariants.models import Verification
from minghua.foundation.personal.retention import Fate, Kind
from minghua.foundation.personal.told import rows_part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    return Verification.objects.filter(finished_at__lt=before)


KINDS = (
    Kind(
        "checks",
        Text("数据核对的结果", "Results of checks"),
        "employment",
        Fate.PURGE,
        "retention.check_days",
        (rows_part("invariants.Verification", _due),),
    ),
)
