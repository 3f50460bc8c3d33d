"""Registers jobs with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs application."""

    name = "minghua.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
