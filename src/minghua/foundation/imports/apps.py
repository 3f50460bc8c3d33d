"""Registers imports with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The imports application."""

    name = "minghua.foundation.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
