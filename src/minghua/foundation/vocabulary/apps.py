"""Registers vocabulary with Django."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """The vocabulary application."""

    name = "minghua.foundation.vocabulary"
    label = "vocabulary"
    default_auto_field = "django.db.models.BigAutoField"
