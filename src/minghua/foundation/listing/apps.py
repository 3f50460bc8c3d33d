"""Registers listing with Django."""

from django.apps import AppConfig


class ListingConfig(AppConfig):
    """The listing application."""

    name = "minghua.foundation.listing"
    label = "listing"
    default_auto_field = "django.db.models.BigAutoField"
