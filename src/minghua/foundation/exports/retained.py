"""How long the list of exports is kept; the files themselves lapse within days."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from minghua.foundation.exports.models import Export
from minghua.foundation.exports.types import State
from minghua.foundation.personal.retention import Fate, Kind
from minghua.foundation.personal.told import rows_part
from minghua.kernel.words import Text

_OVER = (State.HANDED, State.REFUSED, State.WITHDRAWN, State.FAILED, State.LAPSED)


def _due(before: datetime) -> "QuerySet[Any]":
    ended = Q(ended_at__lt=before) | Q(ended_at=None, asked_at__lt=before)
    return Export.objects.filter(ended, state__in=_OVER)


KINDS = (
    Kind(
        "exports",
        Text("导出记录", "Records of exports"),
        "employment",
        Fate.PURGE,
        "retention.export_days",
        (rows_part("exports.Export", _due),),
        note=Text(
            "文件在几天内自动失效；谁导出了多少仍在审计记录里。",
            "Files lapse within days; who took how much stays in the audit.",
        ),
    ),
)
