"""What a viewer learns of a customer beside its row: story, files, family, parents, and only as far as they may."""

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.http import QueryDict

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.foundation.files import operations as files
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec, UnknownField
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.timeline import operations as timeline
from minghua.journeys import export_customers
from minghua.kernel.errors import NotFound

ON = date(2026, 6, 15)


def without(actor: Actor, *permissions: str) -> Actor:
    return replace(actor, permissions=actor.permissions - set(permissions))


def masking(actor: Actor, *fields: str) -> Actor:
    return replace(actor, masked=frozenset(fields))


def kinds(viewer: Actor, customer_id: int, *wanted: str) -> set[str]:
    return {entry.kind for entry in customer_reads.timeline(viewer, customer_id, kinds=wanted).items}


@pytest.fixture
def told(firm: Any, make: Any, at: datetime) -> Any:
    """Return a function that makes a customer with one entry of each kind in its story."""

    def tell(**values: Any) -> int:
        customer_id = make("王伟", **values)
        for kind in ("order", "return", "contact", "note", "next_step", "delivery", "visit", "attachment", "tag"):
            timeline.post(customer_id, kind, at=at, data={}, by=SYSTEM)
        return customer_id

    return tell


@pytest.mark.parametrize(
    ("permission", "untold"),
    [
        ("orders.view", {"order", "return"}),
        ("interactions.view", {"contact", "note", "next_step"}),
        ("route.view", {"delivery", "visit"}),
    ],
)
def test_the_story_tells_of_a_room_only_to_those_who_may_enter_it(
    firm: Any, told: Any, permission: str, untold: set[str]
) -> None:
    customer_id = told()
    everything = kinds(firm.zhao, customer_id)
    assert untold < everything
    reader = without(firm.zhao, permission)
    assert kinds(reader, customer_id) == everything - untold
    assert kinds(reader, customer_id, *untold) == set()


def test_before_the_claim_the_story_tells_no_trade_talk_files_or_changes(firm: Any, told: Any, at: datetime) -> None:
    customer_id = told(by=firm.manager, pool_id=firm.pool)
    assert kinds(firm.outsider, customer_id) == {"tag"}
    assert kinds(firm.manager, customer_id) > {"contact", "note", "attachment", "change"}


def test_files_spells_and_family_of_a_pooled_customer_wait_for_the_claim(
    firm: Any, make: Any, work: Any, at: datetime
) -> None:
    home = make("王家", kind="household")
    with work(firm.zhao):
        stored = files.store(io.BytesIO(b"id"), name="证件.jpg", content_type="image/jpeg", by=firm.zhao, at=at)
        customers.attach(home, file_id=stored.pk, kind="card", by=firm.zhao, at=at)
        customers.add_member(home, NewMember(name="王小明"), by=firm.zhao, at=at)
        customers.tag(home, name="老客户", by=firm.zhao, at=at)
        customers.return_to_pool(home, reason="cannot_reach", by=firm.zhao, at=at)

    def learned(viewer: Actor) -> tuple[int, int, int]:
        return (
            len(customer_reads.attachments(viewer, home)),
            len(customer_reads.owner_history(viewer, home)),
            len(customer_reads.household(viewer, home, on=ON)),
        )

    assert (learned(firm.outsider), learned(firm.manager)) == ((0, 0, 0), (1, 2, 1))
    assert [chip.name for chip in customer_reads.tags(firm.outsider, home)] == ["老客户"]
    with pytest.raises(NotFound):
        customer_reads.attachment_of_file(firm.outsider, stored.pk)
    with work(firm.outsider):
        customers.claim(home, by=firm.outsider, at=at)
    assert learned(firm.outsider) == (1, 3, 1)
    assert customer_reads.attachment_of_file(firm.outsider, stored.pk).customer_id == home


def test_a_parent_out_of_reach_has_no_id_name_or_number(firm: Any, make: Any, work: Any, at: datetime) -> None:
    above = make("集团", by=firm.outsider, kind="organization")
    new = NewCustomer(kind="organization", name="分店", parent_id=above, owner_id=firm.zhao.user_id)
    with work(SYSTEM):
        below = customers.create_customer(new, by=SYSTEM, at=at)

    def said(viewer: Actor) -> tuple[Any, ...]:
        card = customer_reads.customer(viewer, below)
        (row,) = [row for row in customer_reads.listing(viewer, Spec(), on=ON).items if row.id == below]
        return card.parent_id, card["parent_id"], card.parent_name, row.values["parent"]

    assert said(firm.zhao) == (None, None, "", "")
    assert said(firm.manager) == (above, above, "集团", "集团")
    reader = replace(firm.zhao, permissions=firm.zhao.permissions | {"customers.export"})
    number = customer_reads.customer(firm.manager, above).number
    cells = [
        [number in line for line in export_customers.rows(who, only=frozenset({below}))]
        for who in (reader, firm.manager)
    ]
    assert cells == [[False, False], [False, True]]


def test_nobody_asks_the_list_by_the_name_of_a_parent(firm: Any) -> None:
    with pytest.raises(UnknownField):
        coding.spec_from_query(QueryDict("parent.contains=集"), customer_reads.fields_for(firm.zhao))


def test_a_page_with_parents_reads_their_names_at_once(firm: Any, make: Any, django_assert_num_queries: Any) -> None:
    above = make("集团", kind="organization")
    for name in ("甲店", "乙店", "丙店"):
        make(name, kind="organization", parent_id=above)
    with django_assert_num_queries(7):
        rows = customer_reads.listing(firm.zhao, Spec(), on=ON).items
    assert sorted(row.values["parent"] for row in rows) == ["", "集团", "集团", "集团"]


def test_a_members_birthday_is_left_out_where_birthdays_are_masked(
    firm: Any, make: Any, work: Any, at: datetime
) -> None:
    home, born = make("王家", kind="household"), date(2018, 3, 1)
    with work(firm.zhao):
        customers.add_member(home, NewMember(name="王小明", birthday=born), by=firm.zhao, at=at)
    viewers = (firm.zhao, masking(firm.zhao, "birthday"))
    assert [customer_reads.household(who, home, on=ON)[0].birthday for who in viewers] == [born, None]


@pytest.mark.parametrize("query", ["city=上海", "city.not_contains=北", "any=1&city=上海"])
def test_a_pooled_customer_is_not_found_by_what_its_pool_hides(
    firm: Any, make: Any, work: Any, at: datetime, query: str
) -> None:
    with work(SYSTEM):
        customers.save_pool(firm.pool, name="公海", hidden_fields=["city"], by=SYSTEM, at=at)
        open_pool = customers.save_pool(name="明海", by=SYSTEM, at=at)
    make("自己的", city="上海")
    make("公海的", by=firm.manager, pool_id=firm.pool, city="上海")
    make("明海的", by=firm.manager, pool_id=open_pool, city="上海")

    def listed(viewer: Actor, asked: str) -> set[str]:
        spec = coding.spec_from_query(QueryDict(asked), customer_reads.fields_for(viewer))
        return {row.name for row in customer_reads.listing(viewer, spec, on=ON).items}

    assert listed(firm.zhao, query) == {"自己的", "明海的"}
    assert listed(firm.zhao, "kind=person") == listed(firm.manager, query) == {"自己的", "明海的", "公海的"}


def test_a_board_counts_no_pooled_customer_by_what_its_pool_hides(
    firm: Any, make: Any, work: Any, at: datetime
) -> None:
    with work(SYSTEM):
        customers.save_pool(firm.pool, name="公海", hidden_fields=["attitude"], by=SYSTEM, at=at)
    make("自己的")
    make("公海的", by=firm.manager, pool_id=firm.pool)
    counted = [
        sum(total.count for total in customer_reads.board_totals(who, Spec(), "attitude", on=ON).values())
        for who in (firm.zhao, firm.manager)
    ]
    assert counted == [1, 2]
