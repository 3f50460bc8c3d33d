"""Registers permissions with Django."""

from django.apps import AppConfig


class PermissionsConfig(AppConfig):
    """The permissions application."""

    name = "minghua.foundation.permissions"
    label = "permissions"
    default_auto_field = "django.db.models.BigAutoField"
