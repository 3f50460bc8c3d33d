"""Writes about the law: remember an erasure."""

from datetime import datetime

from minghua.foundation.people.types import Actor
from minghua.foundation.personal.models import Erasure


def remember(
    customer_id: int, number: str, reason: str, gone: dict[str, int], kept: dict[str, int], *, by: Actor, at: datetime
) -> None:
    """Keep the erasure in the log that a restore goes by."""
    Erasure.objects.update_or_create(
        customer_id=customer_id,
        defaults={
            "number": number,
            "reason": reason[:40],
            "gone": gone,
            "kept": kept,
            "at": at,
            "by_id": by.user_id,
        },
    )
