"""Tell Django that the interactions room exists."""

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    """The interactions room as a Django app."""

    name = "minghua.domain.interactions"
    label = "interactions"
    verbose_name = "客户互动"
    default_auto_field = "django.db.models.BigAutoField"
