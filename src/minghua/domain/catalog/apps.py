"""Tell Django that the catalog room exists."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalog room as a Django app."""

    name = "minghua.domain.catalog"
    label = "catalog"
    verbose_name = "产品"
    default_auto_field = "django.db.models.BigAutoField"
