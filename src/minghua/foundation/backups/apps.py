"""Registers backups with Django."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """The backups application."""

    name = "minghua.foundation.backups"
    label = "backups"
    default_auto_field = "django.db.models.BigAutoField"
