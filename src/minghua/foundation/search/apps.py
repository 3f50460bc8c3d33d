"""Registers search with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search application."""

    name = "minghua.foundation.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
