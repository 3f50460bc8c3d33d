"""Registers the engine with Django."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """The engine application."""

    name = "minghua.foundation.engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"
