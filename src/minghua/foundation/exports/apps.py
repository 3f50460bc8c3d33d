"""Registers exports with Django."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The exports application."""

    name = "minghua.foundation.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"
