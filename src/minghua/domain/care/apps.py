"""Registers care with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The care application."""

    name = "minghua.domain.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
