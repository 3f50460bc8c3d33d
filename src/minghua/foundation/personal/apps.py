"""Registers the personal-data register with Django."""

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """The application of the register, of erasures and of legal holds."""

    name = "minghua.foundation.personal"
    label = "personal"
    default_auto_field = "django.db.models.BigAutoField"
