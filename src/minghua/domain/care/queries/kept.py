"""Deliveries that count: those no withdrawal has taken back."""

from django.db.models import Exists, OuterRef, QuerySet

from minghua.domain.care.models import Delivery, Withdrawal


def withdrawal_of() -> Exists:
    """Return the condition that a delivery was taken back."""
    return Exists(Withdrawal.objects.filter(delivery=OuterRef("pk")))


def kept_deliveries() -> "QuerySet[Delivery]":
    """Return the deliveries that stand."""
    return Delivery.objects.filter(~withdrawal_of())
