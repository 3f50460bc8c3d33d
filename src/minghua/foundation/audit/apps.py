"""Registers audit with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit application."""

    name = "minghua.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
