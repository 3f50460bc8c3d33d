"""Long lists in a condition: one array says the same as `__in`, and the indexes are used."""

from datetime import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.storage.among import among
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company

NAMES = ('王"伟', "a\\b", "100%", "{braces}", "王伟")


@pytest.fixture
def people(company: Company, at: datetime) -> list[int]:
    boss = company.actor("boss")
    news = [
        NewCustomer(kind="person", name=name, source_system="s", external_id=f"x{i}") for i, name in enumerate(NAMES)
    ]
    with unit_of_work(boss, at=at):
        found = customers.create_many(news, by=boss, at=at)
    return [one.customer_id for one in found if one.customer_id is not None]


@pytest.mark.parametrize("wanted", [NAMES[:1], NAMES[1:4], NAMES, ("nobody",), ()], ids=str)
def test_texts_are_among_as_they_are_in(people: list[int], wanted: tuple[str, ...]) -> None:
    told = Customer.objects.filter(among("name", wanted)).values_list("pk", flat=True)
    assert sorted(told) == sorted(Customer.objects.filter(name__in=wanted).values_list("pk", flat=True))
    assert len(told) == len(set(wanted) & set(NAMES))


def test_numbers_are_among_as_they_are_in(people: list[int]) -> None:
    some = {people[0], people[-1], -(2**63), 2**63 - 1}
    assert set(Customer.objects.filter(among("pk", some)).values_list("pk", flat=True)) == {people[0], people[-1]}


def test_nothing_is_among_none(people: list[int]) -> None:
    assert list(Customer.objects.filter(among("pk", []))) == []
    assert Customer.objects.exclude(among("pk", [])).count() == len(people)


def test_source_keys_are_found_by_system_and_id(people: list[int]) -> None:
    keys = [("s", "x1"), ("other", "x2"), ("s", ""), ("s", "x3")]
    found = customer_reads.of_source_keys(Customer.objects.all(), keys)
    assert sorted(row.pk for row in found) == [people[1], people[3]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's planner reads small tables whole")
@pytest.mark.parametrize(
    ("index", "found"),
    [
        ("customer_source_key", Customer.objects.exclude(external_id="").filter(among("external_id", ["x"]), source_system="s")),
        ("customer_name", Customer.objects.filter(among("name", NAMES))),
        ("INTEGER PRIMARY KEY", Customer.objects.filter(among("pk", [1, 2]))),
    ],
    ids=["source key", "name", "id"],
)  # fmt: skip
def test_an_array_is_looked_up_through_the_index(db: None, index: str, found: "QuerySet[Customer]") -> None:
    assert index in found.explain()
