"""Whoever sees some of many gets the list from several indexes: the same rows in the same order as their row scope keeps."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import lists, rows
from minghua.foundation.listing import coding
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.lists import FEW
from minghua.foundation.permissions.models import RecordShare

ON = date(2026, 6, 15)
SORTS = ("name", "-updated_at", "-net_minor", "owner", "-owner", "birthday", "-birthday", "next_action_on")


@pytest.fixture
def crowd(firm: Any, at: datetime) -> None:
    """More customers than are named one by one: most are Zhao's, some his colleague's, a stranger's, in the pool, merged away."""

    def one(place: int) -> Customer:
        owner, team = (firm.zhao.user_id, firm.east) if place % 9 else (firm.chen.user_id, firm.east)
        owner, team, pool = (None, None, firm.pool) if place % 11 == 0 else (owner, team, None)
        owner, team = (firm.outsider.user_id, firm.west) if place % 13 == 0 else (owner, team)
        return Customer(
            number=f"K{place:05}", kind="person", name=f"客户{place * 7919 % 1009}", owner_id=owner, team_id=team, pool_id=None if owner else pool,
            city="上海" if place % 3 else "北京", birthday=None if place % 4 else date(1980, 1, 1) + timedelta(days=place % 50),
            net_minor=place % 17, created_at=at, updated_at=at + timedelta(seconds=place % 700), verified_at=at,
        )  # fmt: skip

    made = Customer.objects.bulk_create(one(place) for place in range(FEW + 400))
    gone, kept, *_ = [row.pk for row in made if row.owner_id == firm.zhao.user_id]
    Customer.objects.filter(pk=gone).update(merged_into=kept)
    theirs = [row.pk for row in made if row.owner_id == firm.outsider.user_id]
    also = [row.pk for row in made if row.owner_id == firm.zhao.user_id]
    RecordShare.objects.bulk_create(
        RecordShare(subject_type=rows.SUBJECT, subject_id=pk, user_id=firm.zhao.user_id, shared_at=at)
        for pk in (*theirs[:5], *also[:5])
    )


def spec_of(viewer: Actor, query: str) -> Any:
    return coding.spec_from_query(QueryDict(query), customer_reads.fields_for(viewer))


def walked(viewer: Actor, query: str) -> list[int]:
    """The ids of the whole list, page by page."""
    found: list[int] = []
    cursor = None
    while True:
        page = customer_reads.listing(viewer, spec_of(viewer, query), on=ON, cursor=cursor, limit=300)
        found += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.usefixtures("crowd")
def test_the_pages_of_the_parts_are_the_pages_of_the_whole(firm: Any) -> None:
    for viewer in (firm.zhao, firm.lead):
        assert len(rows.parted(viewer)[1]) > 1
        for sort in SORTS:
            in_order(viewer, sort)


def in_order(viewer: Actor, sort: str) -> None:
    """Assert that the list holds who is in scope, ordered, and those without a value last."""
    whole = rows.seen(viewer).order_by()
    found = walked(viewer, f"sort={sort}")
    values = dict(whole.values_list("pk", sort.lstrip("-") + ("_id" if sort.endswith("owner") else "")))
    assert sorted(found) == sorted(values)
    given = [(values[pk], pk) for pk in found if values[pk] is not None]
    assert given == sorted(given, reverse=sort.startswith("-"))
    assert [values[pk] for pk in found[len(given) :]] == [None] * (len(found) - len(given))


@pytest.mark.usefixtures("crowd")
def test_the_parts_are_counted_once(firm: Any) -> None:
    for viewer in (firm.zhao, firm.lead):
        for query in ("", "city=上海", "city=上海&name.contains=1", "unowned=true"):
            spec = spec_of(viewer, query)
            whole = lists.chosen(viewer, spec, on=ON).count()
            assert customer_reads.count(viewer, spec, on=ON).number == whole == len(walked(viewer, query))


@pytest.mark.usefixtures("crowd")
def test_the_neighbours_of_a_record_are_those_of_the_list(firm: Any) -> None:
    found = walked(firm.zhao, "sort=name")
    spec = spec_of(firm.zhao, "sort=name")
    for place in (0, 1, 500, len(found) - 1):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        assert customer_reads.neighbours(firm.zhao, spec, found[place], on=ON) == (before, after)
