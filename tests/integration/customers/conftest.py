"""A small firm: two teams, a manager, a lead, sellers, a clerk with masked phones, and pools."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.shaping import NewField
from minghua.foundation.people import operations as people
from minghua.foundation.people import presets
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies

Make = Callable[..., int]
Work = Callable[[Actor], AbstractContextManager[None]]


@dataclass(frozen=True)
class Firm:
    """Who works here."""

    manager: Actor
    lead: Actor
    zhao: Actor
    chen: Actor
    outsider: Actor
    clerk: Actor
    pool: int
    east: int
    west: int


@pytest.fixture(autouse=True)
def fresh_words() -> Iterator[None]:
    vocabularies.forget()
    yield
    vocabularies.forget()


@pytest.fixture
def firm(db: None, at: datetime) -> Firm:
    with unit_of_work(SYSTEM, at=at):
        presets.store_presets(by=SYSTEM, at=at)
        east = people.create_team("华东", by=SYSTEM, at=at)
        west = people.create_team("西南", by=SYSTEM, at=at)
        staff = [
            ("manager", "王芳", None, "manager"),
            ("lead", "李军", east, "team_lead"),
            ("zhao", "赵敏", east, "sales"),
            ("chen", "陈磊", east, "sales"),
            ("outsider", "孙悦", west, "sales"),
            ("clerk", "周婷", west, "service"),
        ]
        for username, name, team, role in staff:
            people.create_user(username, name=name, password=None, team_id=team, role_codes=(role,), by=SYSTEM, at=at)
        pool = customers.save_pool(name="公海", by=SYSTEM, at=at)
    actors = {username: people_reads.actor_named(username, channel="web") for username, *_ in staff}
    return Firm(**actors, pool=pool, east=east, west=west)  # type: ignore[arg-type]


@pytest.fixture
def make(firm: Firm, at: datetime) -> Make:
    """Create a customer in its own unit of work: `make("王伟", by=firm.zhao, city="上海")`."""

    def create(name: str = "王伟", *, by: Actor | None = None, kind: str = "person", **values: object) -> int:
        actor = by or firm.zhao
        with unit_of_work(actor, at=at):
            return customers.create_customer(NewCustomer(kind=kind, name=name, **values), by=actor, at=at)  # type: ignore[arg-type]

    return create


@pytest.fixture
def work(at: datetime) -> Work:
    """Open the unit of work that a door would open."""
    return lambda actor: unit_of_work(actor, at=at)


@pytest.fixture
def define(firm: Any, work: Any, at: datetime) -> Callable[..., str]:
    """Make a field as the manager does, and index it as the worker does."""

    def make(zh: str = "爱吃的米", **facts: Any) -> str:
        facts = {"en": "Favourite rice", "type": "text", "kinds": ("person",)} | facts
        with work(firm.manager):
            code = customers.define_field(NewField(zh=zh, **facts), by=firm.manager, at=at)
        customers.build_sort_index(code, at=at)
        return code

    return make
