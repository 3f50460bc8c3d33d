"""Registers webhooks with Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The webhooks application."""

    name = "minghua.foundation.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
