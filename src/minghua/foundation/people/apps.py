"""Registers people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people application."""

    name = "minghua.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
