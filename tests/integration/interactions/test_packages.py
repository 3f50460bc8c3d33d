"""Everything about a person in one package: every registered column, every table, every file; handed out once."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import PersonPackage
from minghua.domain.interactions.types import Direction, NewConsent, NewContact, NewRequest
from minghua.foundation.files import operations as files
from minghua.foundation.files.models import StoredFile
from minghua.foundation.jobs.models import Job
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.personal import register
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker import rights as worker
from minghua.journeys import export_person, log_contact, record_order
from minghua.journeys.export_person import reaching
from minghua.journeys.processing_log import processing_log
from minghua.kernel.errors import Forbidden, NotFound
from tests import oracle
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, an_order, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


@pytest.fixture
def wang(trade: Trade) -> int:
    """A customer with something of everything."""
    pk = trade.wang
    with unit_of_work(SYSTEM, at=AT):
        customers.edit_customer(pk, {"city": "合肥", "mobile": "13800138000"}, base_version=None, by=SYSTEM, at=AT)
        record_order.record_order(an_order("A1", line(trade.rice, 2), customer=pk, at=AT), by=SYSTEM, at=AT)
        contact = NewContact(
            customer_id=pk, channel="phone", direction=Direction.OUT, happened_at=AT, subject="问米够不够吃"
        )
        log_contact.log_contact(contact, by=SYSTEM, at=AT)
        interactions.record_consent(
            NewConsent(customer_id=pk, purpose="marketing", channel="sms", how="form"), by=SYSTEM, at=AT
        )
        interactions.receive_request(NewRequest(customer_id=pk, ask="copy", channel="phone"), by=SYSTEM, at=AT)
        stored = files.store(
            io.BytesIO("=1+1 米".encode()), name="卡片.txt", content_type="text/plain", by=SYSTEM, at=AT
        )
        customers.attach(pk, file_id=stored.pk, by=SYSTEM, at=AT)
        customers.tag(pk, name="老客户", by=SYSTEM, at=AT)
    return pk


def opened(customer_id: int) -> zipfile.ZipFile:
    target = io.BytesIO()
    export_person.write_package(customer_id, target, by=SYSTEM, at=AT)
    return zipfile.ZipFile(target)


def test_every_registered_personal_column_appears() -> None:
    """Whatever the register says of a customer is in a table of the package: a new column is in it the day it is declared."""
    reached = set(reaching.tables())
    about = {entry.model for entry in register.entries() if register.about_customers(entry.model)}
    generic = {entry.model for entry in register.entries() if entry.subject == "generic"}
    assert (about | generic) - reached - reaching.NOT_ABOUT == set()
    assert {"orders.OrderLine", "orders.ReturnLine", "care.Delivery", "interactions.ConsentState"} <= reached


def test_the_package_holds_json_tables_files_and_a_cover(wang: int) -> None:
    package = opened(wang)
    data = json.loads(package.read("data.json"))
    (customer,) = data["tables"]["customers.Customer"]
    assert (customer["name"], customer["mobile"], customer["city"]) == ("王秀英", "+8613800138000", "合肥")
    expected = {
        "customers.Attachment", "customers.CustomerTag", "history.FieldChange", "interactions.Contact", "orders.Order",
        "interactions.ConsentRecord", "interactions.ConsentState", "interactions.PersonRequest", "orders.OrderLine",
        "timeline.TimelineEntry",
    }  # fmt: skip
    assert expected <= set(data["tables"])
    names = package.namelist()
    assert {f"csv/{label}.csv" for label in data["tables"]} <= set(names)
    (file,) = [name for name in names if name.startswith("files/")]
    assert (file.endswith("卡片.txt"), package.read(file).decode()) == (True, "=1+1 米")
    cover = package.read("index.html").decode()
    assert ("王秀英" in cover, "Personal data package" in cover, "<script" in cover) == (True, True, False)


def test_what_is_kept_sealed_is_opened_for_the_person(wang: int) -> None:
    with unit_of_work(SYSTEM, at=AT):
        changes = {"archive.id_number": "11010519491231002X"}
        customers.edit_customer(wang, changes, base_version=None, by=SYSTEM, at=AT)
    data = json.loads(opened(wang).read("data.json"))["tables"]
    assert data["customers.Customer"][0]["archive"]["id_number"] == "11010519491231002X"
    assert "11010519491231002X" in {row["new"] for row in data["history.FieldChange"]}


def test_of_others_the_package_tells_nothing(wang: int, trade: Trade) -> None:
    text = opened(wang).read("data.json").decode()
    assert ("刘洋" in text, "孙丽" in text) == (False, False)


def test_cells_do_not_run_in_a_spreadsheet_and_names_do_not_run_in_a_browser(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        new = NewCustomer(kind="household", name="<script>alert(1)</script>", owner_id=None)
        pk = customers.create_customer(new, by=SYSTEM, at=AT)
        customers.add_member(pk, NewMember(name="=HYPERLINK(1)"), by=SYSTEM, at=AT)
    package = opened(pk)
    assert "<script>" not in package.read("index.html").decode()
    sheet = package.read("csv/customers.HouseholdMember.csv").decode("utf-8-sig")
    assert ("=HYPERLINK(1)" in sheet, ",=HYPERLINK" in sheet) == (True, False)


def order(customer_id: int, by: Actor, at=AT) -> int:
    with unit_of_work(by, at=at):
        return interactions.order_package(customer_id, by=by, at=at)


def hand(package_id: int, by: Actor, at=AT) -> tuple[str, bytes]:
    with unit_of_work(by, at=at):
        name, stream = interactions.hand_out(package_id, by=by, at=at)
    with stream:
        return name, stream.read()


def make(package_id: int) -> None:
    with unit_of_work(SYSTEM, at=AT):
        worker.package({"package_id": package_id}, at=AT, beat=lambda: None)


def test_a_package_is_made_by_a_job_and_handed_out_once(wang: int, company: Company) -> None:
    manager = company.actor("manager")
    made = order(wang, manager)
    assert Job.objects.filter(name="rights.package", payload={"package_id": made}).count() == 1
    with pytest.raises(interactions.NotThere):
        hand(made, manager)
    make(made)
    make(made)  # a job that runs again makes nothing new
    name, content = hand(made, manager)
    assert (name.startswith("C"), zipfile.is_zipfile(io.BytesIO(content))) == (True, True)
    with pytest.raises(interactions.NotThere):
        hand(made, manager)
    interactions.clear_packages(at=AT)
    (card,) = interaction_reads.packages_of(manager, wang)
    assert (card.state, card.handed_at, StoredFile.objects.filter(content_type="application/zip").count()) == (
        "handed",
        AT,
        0,
    )
    assert oracle.broken() == {}


def test_a_package_expires(wang: int, company: Company) -> None:
    manager = company.actor("manager")
    made = order(wang, manager)
    make(made)
    with pytest.raises(interactions.NotThere):
        hand(made, manager, at=AT + timedelta(days=8))
    interactions.clear_packages(at=AT + timedelta(days=8))
    assert (PersonPackage.objects.get().state, PersonPackage.objects.get().file_id) == ("expired", "")


def test_who_may_take_everything_out(wang: int, company: Company, trade: Trade) -> None:
    for name in ("east1", "lead", "service", "auditor"):
        with pytest.raises(Forbidden):
            order(wang, company.actor(name))
    manager = company.actor("manager")
    masked = Actor(
        user_id=manager.user_id,
        name="x",
        permissions=manager.permissions,
        scope=manager.scope,
        masked=frozenset({"mobile"}),
    )
    with pytest.raises(interactions.SeesMasked):
        order(wang, masked)
    with pytest.raises(NotFound):
        order(999_999, manager)
    made = order(wang, manager)
    make(made)
    with pytest.raises(Forbidden):
        hand(made, company.actor("service"))


def test_the_log_tells_who_did_what_with_the_data(
    wang: int, company: Company, trade: Trade, django_assert_max_num_queries
) -> None:
    manager, auditor = company.actor("manager"), company.actor("auditor")
    made = order(wang, manager)
    make(made)
    hand(made, manager)
    with django_assert_max_num_queries(16):
        found = processing_log(auditor, wang).items
    verbs = {event.verb for event in found}
    assert {"package.ordered", "package.handed_out", "consent.granted", "request.received", "customer.edited"} <= verbs
    assert {event.subject_id for event in processing_log(auditor, trade.liu).items} == {str(trade.liu)}
    with pytest.raises(Forbidden):
        processing_log(
            manager.__class__(user_id=1, name="x", permissions=frozenset({"customers.view"}), scope=manager.scope), wang
        )
