"""Registers notices with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices application."""

    name = "minghua.foundation.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
