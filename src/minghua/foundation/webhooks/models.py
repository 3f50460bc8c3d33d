"""Tables of webhooks: who wants to hear what, with which secrets; what happened; and each message on its way."""

from django.conf import settings
from django.db import models
from django.db.models import Q

STATES = ("waiting", "delivered", "dead", "withheld")


class Subscription(models.Model):
    """One receiver: what it is told follows its owner's row scope and masks; `fields` are told besides ids."""

    url = models.CharField(max_length=2000)
    name = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    enabled = models.BooleanField(default=True)
    disabled_why = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()


class Secret(models.Model):
    """One signing secret, wrapped by the master key; the older one stays valid until it lapses."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    wrapped = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True)


class Event(models.Model):
    """One thing that happened, written in its own transaction: ids and names of fields, nothing personal."""

    message_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    customer_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="webhook_event_by_time")]


class Delivery(models.Model):
    """One event on its way to one receiver; `fence` lets one worker at a time carry it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, db_index=False, related_name="+")
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    last_status = models.PositiveSmallIntegerField(null=True)
    last_problem = models.CharField(max_length=20, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscription"], name="webhook_delivery_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="webhook_state_known"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="webhook_due"),
            models.Index(fields=["subscription", "-id"], name="webhook_of_subscription"),
        ]
