"""Registers parameters with Django."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    """The parameters application."""

    name = "minghua.foundation.parameters"
    label = "parameters"
    default_auto_field = "django.db.models.BigAutoField"
