"""A merge and any other write about the merged customer, at the same moment: nothing is left on the record that went (INV-O4).

On PostgreSQL the two do not see each other's rows until they end; each act is tried with either of the two beginning first.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries.invariants import INVARIANTS
from minghua.domain.customers.types.references import REFERENCES
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.merge_customers import merge_customers
from minghua.kernel.errors import Refusal
from tests.integration.customers.beside_a_merge import ACTS, Scene

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 0.4  # seconds the first gives the second to run into it before it commits
# What rests on a row that moves along is done there; what names the customer is refused, as it would be a moment later.
FOLLOWS = {
    "cancelled order", "return from an order", "return tied by hand", "next step done", "withdrawal by link",
    "request fulfilled", "delivery", "delivery taken back", "visit", "attachment taken off", "relation ended",
    "member who left",
}  # fmt: skip
OF_MANY = {"imported orders", "consent withdrawn of many", "tag of many", "owner of many"}


def race(first: Callable[[], object], second: Callable[[], object], *, by: Any, at: datetime) -> tuple[str, str]:
    """Let the second begin when the first has done everything but commit, and return what became of each."""
    done, over, said = threading.Event(), threading.Event(), {"first": "?", "second": "?"}

    def run(name: str, work: Callable[[], None]) -> None:
        try:
            work()
            said[name] = "done"
        except Refusal as refusal:
            said[name] = refusal.code
        except Exception as error:  # the test says which
            said[name] = f"{type(error).__name__}: {error}"
        finally:
            (done if name == "first" else over).set()
            connection.close()

    def leading() -> None:
        with unit_of_work(by, at=at):
            first()
            done.set()
            over.wait(PATIENCE)

    def following() -> None:
        done.wait(30)
        with unit_of_work(by, at=at):
            second()

    threads = [
        threading.Thread(target=run, args=("first", leading)),
        threading.Thread(target=run, args=("second", following)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said["first"], said["second"]


def left_on(customer_id: int, survivor_id: int) -> list[str]:
    """The columns in which something still names the customer that went, but for a tie between the two."""
    found = []
    for reference in REFERENCES:
        rows = apps.get_model(reference.model)._default_manager.filter(**{reference.column: customer_id})
        rows = (
            rows.filter(**reference.only).exclude(**reference.without)
            if reference.without
            else rows.filter(**reference.only)
        )
        if reference.model == "customers.Relation":
            rows = rows.exclude(Q(from_customer_id=survivor_id) | Q(to_customer_id=survivor_id))
        found += [reference.code] * rows.exists()
    return found


def scene(firm: Any, at: datetime, name: str) -> tuple[Scene, Callable[[], object]]:
    with unit_of_work(SYSTEM, at=at):
        there = Scene(firm, at)
        return there, ACTS[name](there)


def stands(at: datetime, there: Scene) -> None:
    assert Customer.objects.get(pk=there.gone).merged_into_id == there.stays
    assert left_on(there.gone, there.stays) == []
    (merged,) = (each for each in INVARIANTS if each.id == "INV-O4")
    assert list(merged.found(at)) == []


@pytest.mark.parametrize("name", ACTS)
def test_what_meets_a_merge_under_way_is_refused_or_done_on_the_survivor(firm: Any, at: datetime, name: str) -> None:
    there, act = scene(firm, at, name)
    merged, acted = race(lambda: merge_customers(there.stays, there.gone, by=there.by, at=at), act, by=there.by, at=at)
    assert (merged, acted) == ("done", "done" if name in FOLLOWS | OF_MANY else "not_found")
    stands(at, there)


@pytest.mark.parametrize("name", ACTS)
def test_a_merge_waits_for_what_is_under_way_and_takes_it_along(firm: Any, at: datetime, name: str) -> None:
    there, act = scene(firm, at, name)
    acted, merged = race(act, lambda: merge_customers(there.stays, there.gone, by=there.by, at=at), by=there.by, at=at)
    assert (acted, merged) == ("done", "done")
    stands(at, there)
