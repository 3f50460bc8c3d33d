"""Tell Django that the orders room exists."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The orders room as a Django app."""

    name = "minghua.domain.orders"
    label = "orders"
    verbose_name = "交易"
    default_auto_field = "django.db.models.BigAutoField"
