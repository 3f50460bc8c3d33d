"""Hands everything down once the applications are loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring application; last in the list, so that every room is known."""

    name = "minghua.config"
    label = "config"

    def ready(self) -> None:
        """Register parameters, vocabularies, jobs and importers with the foundation."""
        from minghua.config import checks, wiring  # noqa: F401  (importing the checks registers them)

        wiring.connect()
