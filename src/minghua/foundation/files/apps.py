"""Registers files with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The files application."""

    name = "minghua.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
