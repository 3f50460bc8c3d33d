"""Registers loyalty with Django."""

from django.apps import AppConfig


class LoyaltyConfig(AppConfig):
    """The loyalty application."""

    name = "minghua.domain.loyalty"
    label = "loyalty"
    default_auto_field = "django.db.models.BigAutoField"
