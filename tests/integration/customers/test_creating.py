"""A customer begins."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound, Refusal


def test_a_customer_is_numbered_owned_and_findable(firm: Any, make: Any, at: datetime) -> None:
    first, second = make("王伟", mobile="１３８ ００１３ ８０００"), make("李娜")
    card = customer_reads.customer(firm.zhao, first)
    assert (card.number, card["mobile"], card.owner_name, card.team_id) == (
        "C0000001",
        "+8613800138000",
        "赵敏",
        firm.east,
    )
    assert customer_reads.customer(firm.zhao, second).number == "C0000002"
    assert [hit.ref_id for hit in search.find(firm.zhao, "ww", kinds=("customer",))] == [first]
    spell = OwnerSpell.objects.get(customer_id=first)
    assert (spell.owner_id, spell.reason, spell.from_at, spell.until_at) == (firm.zhao.user_id, "created", at, None)
    entries = customer_reads.timeline(firm.zhao, first).items
    assert [(entry.kind, entry.data) for entry in entries] == [("change", {"event": "created"})]
    assert AuditEvent.objects.filter(verb="customer.created", subject_id=str(first)).count() == 1


def test_the_same_source_key_creates_once(firm: Any, make: Any) -> None:
    first = make("甲", by=firm.manager, source_system="shop", external_id="17850")
    again = make("甲", by=firm.manager, source_system="shop", external_id="17850")
    other = make("甲", by=firm.manager, source_system="till", external_id="17850")
    assert first == again != other
    assert Customer.objects.count() == 2


def test_a_source_key_of_somebody_elses_customer_is_refused_without_naming_it(firm: Any, make: Any) -> None:
    make("甲", source_system="shop", external_id="1")
    with pytest.raises(customers.NumberTaken):
        make("乙", by=firm.outsider, source_system="shop", external_id="1")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "alien"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"mobile": "12345"}, "mobile"),
        ({"mobile": "010-62345678"}, "mobile"),
        ({"email": "not-an-address"}, "email"),
        ({"birthday": "1990-02-30"}, "birthday"),
        ({"birthday": date(2026, 6, 16)}, "birthday"),
        ({"gender": "robot"}, "gender"),
        ({"archive": {"unheard_of": "x"}}, "archive.unheard_of"),
        ({"archive": {"id_number": "110105194912310021"}}, "archive.id_number"),
        ({"archive": {"family_size": "many"}}, "archive.family_size"),
        ({"archive": {"uscc": "91350100M000100Y43"}}, "archive.uscc"),  # not a field of persons
        ({"number": "x" * 25}, "number"),
        ({"external_id": "x" * 101}, "external_id"),
        ({"currency": "yuan"}, "currency"),
        ({"parent_id": 999}, "parent_id"),
        ({"owner_id": 999}, "owner_id"),
        ({"pool_id": 999}, "pool_id"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_is_stored(
    firm: Any, make: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        make(**({"by": firm.manager, "name": "王伟"} | values))
    assert refused.value.field == field
    assert refused.value.status in {404, 422}
    assert (Customer.objects.count(), AuditEvent.objects.filter(verb="customer.created").count()) == (0, 0)


def test_choices_are_known_by_code_and_by_label(firm: Any, make: Any) -> None:
    customer_id = make("王伟", gender="女", archive={"degree": "Bachelor", "smoking": "never"})
    card = customer_reads.customer(firm.zhao, customer_id)
    assert (card["gender"], card["archive.degree"], card["archive.smoking"]) == ("female", "bachelor", "never")


def test_naming_another_owner_needs_the_right_to_assign(firm: Any, make: Any) -> None:
    with pytest.raises(Forbidden):
        make("王伟", owner_id=firm.chen.user_id)
    given = make("王伟", by=firm.lead, owner_id=firm.chen.user_id)
    assert customer_reads.customer(firm.chen, given).owner_name == "陈磊"


def test_a_lead_cannot_give_customers_to_another_department(firm: Any, make: Any) -> None:
    with pytest.raises(NotFound) as refused:
        make("王伟", by=firm.lead, owner_id=firm.outsider.user_id)
    assert refused.value.field == "owner_id"


def test_an_outsider_sees_nothing(firm: Any, make: Any) -> None:
    customer_id = make("王伟")
    with pytest.raises(NotFound):
        customer_reads.customer(firm.outsider, customer_id)
    assert customer_reads.visible_ids(firm.outsider, [customer_id]) == frozenset()


def test_numbers_from_outside_are_never_given_again(firm: Any, make: Any) -> None:
    make("甲", by=firm.manager, number="C0000007")
    later = make("乙", by=firm.manager)
    assert customer_reads.customer(firm.manager, later).number == "C0000008"
    with pytest.raises(customers.NumberTaken):
        make("丙", by=firm.manager, number="C0000007")


def test_a_clerk_reads_masked_numbers_and_cannot_search_by_them(firm: Any, make: Any) -> None:
    customer_id = make("王伟", mobile="13800138000", phone="010-62345678")
    card = customer_reads.customer(firm.clerk, customer_id)
    assert (card["mobile"], card["phone"]) == ("138****8000", "010****5678")
    assert "mobile" not in {field.code for field in customer_reads.fields_for(firm.clerk)}


def test_times_of_an_old_customer_are_kept(firm: Any, at: datetime) -> None:
    since = at - timedelta(days=900)
    new = NewCustomer(kind="person", name="老王", created_at=since)
    with unit_of_work(firm.manager, at=at):
        customer_id = customers.create_customer(new, by=firm.manager, at=at)
    assert Customer.objects.get(pk=customer_id).created_at == since


def test_only_organisations_have_parents(firm: Any, make: Any) -> None:
    group = make("集团", kind="organization")
    with pytest.raises(Invalid):
        make("王伟", parent_id=group)
    branch = make("分公司", kind="organization", parent_id=group)
    assert [(b.name, b.depth, b.here) for b in customer_reads.tree(firm.zhao, branch)] == [
        ("集团", 0, False),
        ("分公司", 1, True),
    ]
