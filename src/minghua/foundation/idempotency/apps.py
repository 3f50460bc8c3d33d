"""Registers idempotency with Django."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """The idempotency application."""

    name = "minghua.foundation.idempotency"
    label = "idempotency"
    default_auto_field = "django.db.models.BigAutoField"
