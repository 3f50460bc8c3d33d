"""How long what a merge took is kept after the merge stands for good; then it cannot be given back by anybody."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.models import Merge
from minghua.domain.customers.queries.merging import undo_days
from minghua.foundation.personal.holding import unheld
from minghua.foundation.personal.retention import Fate, Kind, Part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    final = before - timedelta(days=undo_days(before))
    return Merge.objects.filter(unheld(("survivor_id", "loser_id")), at__lt=final).exclude(journal="")


KINDS = (
    Kind(
        "merges",
        Text("合并的还原凭据（加封）", "What a merge took (sealed)"),
        "contract",
        Fate.BLANK,
        "retention.merge_days",
        (Part("customers.Merge", _due, lambda rows, at: rows.update(journal="")),),
        note=Text(
            "从合并不可撤销之日起计；谁并入谁一直可查。",
            "Counted from when it can no longer be undone; who became whom stays known.",
        ),
    ),
)
