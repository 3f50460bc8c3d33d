"""Tell Django that the value room exists."""

from django.apps import AppConfig


class ValueConfig(AppConfig):
    """The value room as a Django app."""

    name = "minghua.domain.value"
    label = "value"
    verbose_name = "客户价值"
    default_auto_field = "django.db.models.BigAutoField"
