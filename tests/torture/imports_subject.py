"""The other side of the import kill test: `found`, `upload FILE`, `work RUN STATEMENTS`, `report`, each its own process."""

import os
import signal
import sys

import django

django.setup()

import json  # noqa: E402
from pathlib import Path  # noqa: E402

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

from minghua.foundation.imports import operations as imports  # noqa: E402
from minghua.foundation.imports import queries as import_reads  # noqa: E402
from minghua.foundation.imports import runner  # noqa: E402
from minghua.foundation.people import queries as people  # noqa: E402
from minghua.foundation.storage.unit_of_work import unit_of_work  # noqa: E402
from minghua.kernel import clock  # noqa: E402
from tests import oracle  # noqa: E402
from tests.company import found_company  # noqa: E402

SHOP = {"currency": "GBP", "timezone": "Europe/London", "source": "shop"}
TABLES = (
    "orders.Order", "orders.OrderLine", "orders.Return", "orders.ReturnLine", "customers.Customer",
    "customers.OwnerSpell", "catalog.Product", "timeline.TimelineEntry", "search.SearchDocument",
)  # fmt: skip
runner.CHUNK_UNITS = 40


def boss():
    """The person who imports."""
    return people.actor_named("boss", channel="cli")


def found() -> None:
    """Make the company."""
    found_company()


def upload(path: str) -> None:
    """Upload, map, and ask for the dry run; print the run's id."""
    by, at = boss(), clock.now()
    with unit_of_work(by, at=at), Path(path).open("rb") as file:
        run_id = imports.upload(file, name="shop.csv", target="orders", by=by, at=at)
        imports.map_columns(run_id, import_reads.run(by, run_id).mapping, SHOP, by=by, at=at)
        imports.start_check(run_id, here=True, by=by, at=at)
    print(run_id)


class Killer:
    """Ends this process without warning at the n-th statement; 0 never does. It counts what was sent."""

    def __init__(self, at: int) -> None:
        self.at, self.sent = at, 0

    def __call__(self, execute, sql, params, many, context):
        self.sent += 1
        if self.sent == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def work(run_id: str, statements: str) -> None:
    """Do what the run's state asks for; print the new state and the number of statements."""
    killer = Killer(int(statements))
    with connection.execute_wrapper(killer):
        runner.Runner(int(run_id), boss(), clock.now, lambda: None).advance()
    print(json.dumps({"state": import_reads.run(boss(), int(run_id)).state, "statements": killer.sent}))


def step(run_id: str, name: str) -> None:
    """Ask for the next step."""
    by, at = boss(), clock.now()
    with unit_of_work(by, at=at):
        getattr(imports, name)(int(run_id), here=True, by=by, at=at)


def report(run_id: str) -> None:
    """Print what the database holds and what the run counted."""
    counts = import_reads.run(boss(), int(run_id)).counts
    rows = {label: apps.get_model(label)._default_manager.count() for label in TABLES}
    print(json.dumps({"counts": dict(counts), "rows": rows, "broken": oracle.broken(clock.now())}))


if __name__ == "__main__":
    {"found": found, "upload": upload, "work": work, "step": step, "report": report}[sys.argv[1]](*sys.argv[2:])
