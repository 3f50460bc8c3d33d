"""A person is erased: nothing tells of them any more, the shop's sums are what they were, and no file brings them back."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Sum

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, HouseholdMember
from minghua.domain.customers.queries.rows import CustomerErased
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Direction, NewContact
from minghua.domain.orders.models import Order
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.backups import keyring, restoring
from minghua.foundation.backups import operations as backups
from minghua.foundation.files import operations as files
from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.jobs.models import Job
from minghua.foundation.listing.models import SavedView
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.personal import holding
from minghua.foundation.search import queries as search_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import erase_person, settle_restored
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Forbidden, Invalid
from tests.company import Company
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
NAME, MOBILE, MAIL, HEALTH = "欧阳锦绣", "13977770001", "jinxiu@example.cn", "对青霉素过敏"
WORDS = (NAME, MOBILE, MAIL, HEALTH, "住在三楼", "SRC-778", "给她留两袋", "小欧阳")


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


@pytest.fixture
def person(company: Company, trade: Trade, boss: Actor, at: datetime) -> int:
    """A customer whose traces lie in every room."""
    with unit_of_work(boss, at=at):
        made = customers.create_customer(
            NewCustomer(kind="household", name="欧阳家", source_system="shop", external_id="SRC-778"), by=boss, at=at
        )
        wanted = {"name": NAME, "mobile": MOBILE, "email": MAIL, "archive.health": HEALTH, "birthday": "1980-01-02"}
        customers.edit_customer(made, wanted, base_version=None, by=boss, at=at)
        customers.add_member(made, NewMember(name="小欧阳"), by=boss, at=at)
        contact = NewContact(
            customer_id=made,
            channel="phone",
            direction=Direction.IN,
            happened_at=at,
            subject="住在三楼",
            body="给她留两袋",
        )
        interactions.log_contact(contact, by=boss, at=at)
        stored = files.store(io.BytesIO(MOBILE.encode()), name=f"{NAME}.txt", content_type="text/plain", by=boss, at=at)
        customers.attach(made, file_id=stored.pk, by=boss, at=at)
        line = NewLine(product_id=trade.rice, quantity_milli=2000, unit_price_e4=680_000)
        order = NewOrder(source="shop", number="O-1", placed_at=at, lines=(line,), customer_id=made)
        record_order(order, by=boss, at=at)
        KeyedAnswer.objects.create(
            actor_id=1, key="k", fingerprint="f", status=201, body=f'{{"mobile":"{MOBILE}"}}', created_at=at
        )
        Job.objects.create(name="x", due_at=at, created_at=at, state="dead", last_error=f"could not read {MAIL}")
        SavedView.objects.create(
            list_code="customers", name="一位", visibility="own", owner_id=boss.user_id, updated_at=at,
            spec={"filters": [{"field": "mobile", "value": MOBILE}]},
        )  # fmt: skip
    return made


def everything() -> str:
    """All values of all tables as text."""
    return "\n".join(
        repr(row) for model in apps.get_models() for row in model._base_manager.values_list() if model._meta.managed
    )


def erase(person: int, *, by: Actor, at: datetime) -> erase_person.Erased:
    number = Customer.objects.values_list("number", flat=True).get(pk=person)
    with unit_of_work(by, at=at):
        return erase_person.erase(person, confirm=number, by=by, at=at)


def test_nothing_tells_of_them_any_more(person: int, boss: Actor, at: datetime) -> None:
    assert all(word in everything() for word in (NAME, MOBILE, MAIL, "SRC-778"))
    file_id = StoredFile.objects.get().pk
    erase(person, by=boss, at=at)
    left = everything()
    assert [word for word in WORDS if word in left] == []
    assert not place_of(file_id).exists()
    assert StoredFile.objects.count() == HouseholdMember.objects.count() == 0
    assert search_reads.find(boss, NAME) == search_reads.find(boss, MOBILE) == []
    erased = Customer.objects.get(pk=person)
    assert erased.name == f"已删除客户 {erased.number}"
    assert audit_reads.check_chain(boss).broken_at is None
    told = {event.verb: event.data for event in audit_reads.events(boss).items}
    assert told["customer.edited"]["erased"] is True
    assert told["customer.erased"]["reason"] == "request"


def test_the_sums_of_the_shop_stay(person: int, boss: Actor, at: datetime) -> None:
    sums = {"total": Sum("total_minor"), "lines": Sum("line_count")}
    before = Order.objects.aggregate(**sums), Customer.objects.aggregate(Sum("net_minor"), Sum("order_count"))
    erase(person, by=boss, at=at)
    assert before == (Order.objects.aggregate(**sums), Customer.objects.aggregate(Sum("net_minor"), Sum("order_count")))
    assert Order.objects.get().customer_id == person


def test_the_forecast_tells_what_goes_and_changes_nothing(person: int, boss: Actor, at: datetime) -> None:
    before = everything()
    told = erase_person.forecast(person, by=boss)
    assert told.goes["interactions.Contact"] == told.goes["customers.Attachment"] == 1
    assert set(told.stays) == {"orders", "deliveries", "audit"}
    assert told.forbidden == ()
    assert everything() == before
    gone = erase(person, by=boss, at=at).gone
    assert {label: count for label, count in gone.items() if label in told.goes} == told.goes


def test_erased_stays_erased(person: int, boss: Actor, at: datetime) -> None:
    erase(person, by=boss, at=at)
    again = NewCustomer(kind="person", name=NAME, source_system="shop", external_id="SRC-778")
    with unit_of_work(boss, at=at), pytest.raises(customers.ErasedBefore):
        customers.create_customer(again, by=boss, at=at)
    with unit_of_work(boss, at=at):
        assert customers.create_many([again], by=boss, at=at)[0].refusal.code == "erased"
        number = Customer.objects.values_list("number", flat=True).get(pk=person)
        (told,) = customers.update_many({person: {"name": NAME}}, by=boss, at=at).values()
        assert told.what == "refused"
        numbered = NewCustomer(kind="person", name=NAME, number=number)
        assert customers.create_many([numbered], by=boss, at=at)[0].what == "existing"
    for act in (
        lambda: customers.edit_customer(person, {"mobile": MOBILE}, base_version=None, by=boss, at=at),
        lambda: customers.reopen(person, by=boss, at=at),
    ):
        with unit_of_work(boss, at=at), pytest.raises(CustomerErased):
            act()
    assert erase(person, by=boss, at=at).gone == {}
    assert NAME not in everything()
    assert customer_reads.customer(boss, person)["name"].startswith("已删除客户")


def test_an_open_order_or_a_hold_forbids_it(person: int, trade: Trade, boss: Actor, at: datetime) -> None:
    Order.objects.update(status="open")
    with unit_of_work(boss, at=at):
        holding.hold(person, why="诉讼", by=boss, at=at)
    assert [text.en for text in erase_person.forecast(person, by=boss).forbidden] == [
        "the data is under a legal hold, which must be lifted first",
        "orders are not fulfilled yet: O-1",
    ]
    before = everything()
    with pytest.raises(erase_person.NotYetErasable):
        erase(person, by=boss, at=at)
    assert everything() == before
    with unit_of_work(boss, at=at):
        holding.lift(person, reason="已结案", by=boss, at=at)
    Order.objects.update(status="completed")
    erase(person, by=boss, at=at)
    assert NAME not in everything()


def test_only_with_the_permission_and_the_number_typed_again(
    person: int, company: Company, boss: Actor, at: datetime
) -> None:
    for who in ("manager", "east1", "auditor"):
        with unit_of_work(boss, at=at), pytest.raises(Forbidden):
            erase_person.erase(person, confirm="", by=company.actor(who), at=at)
    with unit_of_work(boss, at=at), pytest.raises(Invalid):
        erase_person.erase(person, confirm="K99999", by=boss, at=at)
    assert NAME in everything()


def test_a_backup_from_before_brings_nobody_back(person: int, boss: Actor, tmp_path: Path, at: datetime) -> None:
    backups.make(tmp_path / "before.mhb", at=at)
    erase(person, by=boss, at=at)
    keyring.write(tmp_path)
    call_command("flush", interactive=False, verbosity=0)
    done = restoring.restore(tmp_path / "before.mhb", tmp_path / keyring.NAME)
    with unit_of_work(SYSTEM, at=at):
        assert erase_person.erase_again(done.erased, by=SYSTEM, at=at) == 1
    settle_restored.settle(at=at)
    left = everything()
    assert [word for word in WORDS if word in left] == []
    assert Customer.objects.get(pk=person).erased_at == at
    assert Order.objects.get(number="O-1").total_minor == 13_600
    again = NewCustomer(kind="person", name=NAME, source_system="shop", external_id="SRC-778")
    with unit_of_work(SYSTEM, at=at), pytest.raises(customers.ErasedBefore):
        customers.create_customer(again, by=SYSTEM, at=at)
