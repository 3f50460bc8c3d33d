"""Tables of routing: versions of the table, items on their way, whom each went to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minghua.foundation.routing.types import ItemState


class RoutingTable(models.Model):
    """One published version of all routes; it never changes."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    routes = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class RoutedItem(models.Model):
    """One piece of information about a customer; who saw and handled it stands in it."""

    info_type = models.CharField(max_length=24)
    importance = models.CharField(max_length=1)
    customer_id = models.BigIntegerField(db_index=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120, unique=True)
    table_version = models.PositiveIntegerField()
    mode = models.CharField(max_length=7)
    action_zh = models.CharField(max_length=200, blank=True)
    action_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in ItemState])
    deadline_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=200, blank=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]), name="routed_state_known"
            )
        ]
        indexes = [
            models.Index(
                fields=["deadline_at", "id"],
                name="routed_overdue",
                condition=Q(state__in=["open", "seen"], escalated_at=None, deadline_at__isnull=False),
            ),
            models.Index(fields=["info_type", "-created_at"], name="routed_by_type"),
        ]


class RoutedTo(models.Model):
    """One recipient of one item; `escalated` when it came to them because a deadline was missed."""

    item = models.ForeignKey(RoutedItem, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    escalated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="routed_once_to_each")]
        indexes = [models.Index(fields=["user", "-item"], name="routed_to_person")]
