"""Registers tokens with Django."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """The tokens application."""

    name = "minghua.foundation.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"
