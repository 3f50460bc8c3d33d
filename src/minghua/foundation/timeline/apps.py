"""Registers timeline with Django."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """The timeline application."""

    name = "minghua.foundation.timeline"
    label = "timeline"
    default_auto_field = "django.db.models.BigAutoField"
