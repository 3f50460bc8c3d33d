"""Registers tiering with Django."""

from django.apps import AppConfig


class TieringConfig(AppConfig):
    """The tiering application."""

    name = "minghua.domain.tiering"
    label = "tiering"
    default_auto_field = "django.db.models.BigAutoField"
