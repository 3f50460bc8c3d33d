"""Stored match keys: in step with every way in, asked in one look, and nobody told what is not theirs."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, MatchKey
from minghua.domain.customers.operations.creating import clean
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.conftest import is_postgres

PHONE = "13800138000"


def asked(at: datetime, kind: str = "person", **values: Any) -> NewCustomer:
    return clean(NewCustomer(kind=kind, **({"name": "王伟"} | values)), at=at)


def kinds(customer_id: int) -> list[int]:
    return sorted(MatchKey.objects.filter(customer_id=customer_id).values_list("kind", flat=True))


def test_keys_follow_creation_and_edit(firm: Any, make: Any, work: Any, at: datetime) -> None:
    one = make("王伟", mobile=PHONE, email="a@x.cn", birthday=date(1990, 1, 2))
    assert kinds(one) == [1, 2, 7]
    with work(firm.zhao):
        customers.edit_customer(one, {"mobile": "", "address": "人民路8号"}, base_version=None, by=firm.zhao, at=at)
    assert kinds(one) == [2, 7, 8]
    assert customer_reads.candidates(firm.zhao, asked(at, name="李娜", mobile=PHONE), at=at) == []


def test_an_import_keys_what_it_brings_and_changes(firm: Any, work: Any, at: datetime) -> None:
    with work(firm.manager):
        made = customers.create_many(
            [NewCustomer(kind="person", name="王伟", mobile=PHONE), NewCustomer(kind="person", name="李娜")],
            by=firm.manager, at=at,
        )  # fmt: skip
        first, second = (outcome.customer_id for outcome in made)
        customers.update_many({second: {"mobile": "13900139000"}}, by=firm.manager, at=at)
    assert (kinds(first), kinds(second)) == ([1], [1])


def test_a06_2_is_found_with_its_reasons(firm: Any, make: Any, at: datetime) -> None:
    one = make("王偉", mobile=PHONE, email="a@x.cn", birthday=date(1990, 1, 2))
    new = asked(at, name="王 伟", mobile="+86 138-0013-8000", email="b@x.cn", birthday=date(1990, 1, 2))
    (found,) = customer_reads.candidates(firm.zhao, new, at=at)
    assert (found.id, found.score, found.verdict, found.may_change) == (one, "0.777778", "review", True)
    assert found.traits["email"] == "disagree"


def test_firms_meet_by_name_without_legal_form_and_households_by_address(firm: Any, make: Any, at: datetime) -> None:
    shop = make("上海明华粮油有限公司", kind="organization")
    home = make("张家", kind="household", address="人民路8号", city="上海")
    like = customer_reads.candidates(firm.zhao, asked(at, "organization", name="上海明华粮油"), at=at)
    near = customer_reads.candidates(
        firm.zhao, asked(at, "household", name="张家", address="上海市人民路8号", city="上海"), at=at
    )
    assert ([c.id for c in like], [c.id for c in near]) == ([shop], [home])


def test_somebody_elses_customer_is_told_only_to_who_knows_the_name_and_then_only_whom_to_ask(
    firm: Any, make: Any, at: datetime
) -> None:
    make("王伟", by=firm.outsider, mobile=PHONE)
    assert customer_reads.candidates(firm.zhao, asked(at, name="李娜", mobile=PHONE), at=at) == []
    (found,) = customer_reads.candidates(firm.zhao, asked(at, name="王伟", mobile=PHONE), at=at)
    assert (found.id, found.number, found.mobile, found.score, found.traits) == (None, "", "", "", {})
    assert found.owner_name == "孙悦"


def test_no_part_of_a_number_is_an_oracle(firm: Any, make: Any, at: datetime) -> None:
    make("王伟", by=firm.outsider, mobile=PHONE)
    nine = asked(at, name="王伟", mobile=PHONE[:-1] + "1")
    assert customer_reads.candidates(firm.zhao, nine, at=at) == []


def test_a_pool_that_hides_numbers_tells_no_number(firm: Any, make: Any, work: Any, at: datetime) -> None:
    with work(SYSTEM):
        pool = customers.save_pool(name="暗池", hidden_fields=["mobile"], by=SYSTEM, at=at)
    make("王伟", by=firm.manager, mobile=PHONE, pool_id=pool)
    assert customer_reads.candidates(firm.zhao, asked(at, name="李娜", mobile=PHONE), at=at) == []
    (found,) = customer_reads.candidates(firm.zhao, asked(at, mobile=PHONE), at=at)
    assert (found.id, found.owner_name) == (None, "暗池")


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_one_look_however_many_rows_are_asked_about(firm: Any, make: Any, at: datetime, rows: int) -> None:
    for n in range(3):
        make(f"甲{n}", mobile=f"1380013800{n}")
    many = [customer_reads.traits_of(asked(at, name=f"甲{n}", mobile=f"138001380{n:02}")) for n in range(rows)]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        found = customer_reads.candidates_of_many(firm.zhao, many, at=at)
    assert sum(map(len, found)) == min(rows, 3)
    assert len(caught) == 7


def test_the_look_uses_the_index(firm: Any, make: Any, at: datetime) -> None:
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = MatchKey.objects.filter(digest__in=[1, 2, 3]).values_list("digest", "customer_id")[:60].explain()
    assert "COVERING INDEX" in plan or "match_key_once" in plan


def test_keys_of_customers_older_than_the_table_are_made_in_pieces(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("王伟", mobile=PHONE), make("李娜", email="l@x.cn")
    MatchKey.objects.all().delete()
    last: int | None = 0
    while last is not None:
        with unit_of_work(SYSTEM, at=at):
            last = customers.key_missing(after_id=last, at=at)
    assert (kinds(one), kinds(two)) == ([1], [2])


def test_who_goes_takes_the_keys_along(firm: Any, make: Any) -> None:
    Customer.objects.filter(pk=make("王伟", mobile=PHONE)).delete()
    assert MatchKey.objects.count() == 0
