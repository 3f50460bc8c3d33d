"""Registers routing with Django."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The routing application."""

    name = "minghua.foundation.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"
