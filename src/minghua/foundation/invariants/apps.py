"""Registers invariants with Django."""

from django.apps import AppConfig


class InvariantsConfig(AppConfig):
    """The invariants application."""

    name = "minghua.foundation.invariants"
    label = "invariants"
    default_auto_field = "django.db.models.BigAutoField"
