"""The engine of the database in use: the only door to its full-text index.

An engine module offers the texts CREATE and DROP, and write, write_scopes, erase, candidates and scopes_of.
"""

from importlib import import_module
from types import ModuleType

from django.db import connection


def engine() -> ModuleType:
    """Return the engine module for the connected database."""
    name = "postgresql" if connection.vendor == "postgresql" else "sqlite"
    return import_module(f"minghua.foundation.search.engines.{name}")
