"""Registers history with Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The history application."""

    name = "minghua.foundation.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"
