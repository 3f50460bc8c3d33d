"""The wiring: what the rooms declare is handed down to the foundation that serves it."""

from importlib import import_module

from django.core.signals import request_started

from minghua.domain.customers.queries import register as archive_register
from minghua.foundation.imports import targets as imports
from minghua.foundation.jobs import register as jobs
from minghua.foundation.parameters import register as parameters
from minghua.foundation.storage import unit_of_work
from minghua.foundation.vocabulary import register as vocabularies
from minghua.interfaces.worker import table as worker
from minghua.journeys.import_customers import CustomersTarget
from minghua.journeys.import_orders import OrdersTarget

ROOMS = ("customers", "catalog", "orders", "interactions", "care")


def connect() -> None:
    """Register every room's parameters and vocabularies."""
    for room in ROOMS:
        words = import_module(f"minghua.domain.{room}.types")
        parameters.declare(getattr(words, "PARAMETERS", ()))
        vocabularies.declare(getattr(words, "VOCABULARIES", {}))
    jobs.declare(*worker.collected())
    imports.register(OrdersTarget())
    imports.register(CustomersTarget())
    unit_of_work.at_beginning(archive_register.look_again)
    request_started.connect(archive_register.look_again)
