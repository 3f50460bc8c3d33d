"""Registers service with Django."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """The service application."""

    name = "minghua.domain.service"
    label = "service"
    default_auto_field = "django.db.models.BigAutoField"
