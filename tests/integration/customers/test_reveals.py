"""A look behind a mask has a reason, an end, a cap and a trace, and the value is kept nowhere (A2, T19)."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, Pool, Reveal
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.notices.models import Notice
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT, ON

NUMBER = "+8613800138000"


@pytest.fixture
def service(company: Company) -> Actor:
    return company.actor("service")


@pytest.fixture
def wang(company: Company) -> int:
    with unit_of_work(SYSTEM, at=AT):
        new = NewCustomer(kind="person", name="王秀英", mobile="13800138000", owner_id=company.user_ids["east1"])
        return customers.create_customer(new, by=SYSTEM, at=AT)


def look(customer_id: int, by: Actor, *, field: str = "mobile", reason: str = "callback", text: str = "", at=AT):
    with unit_of_work(by, at=at):
        return customers.reveal(customer_id, field=field, reason=reason, text=text, by=by, at=at)


def set_to(code: str, value: int) -> None:
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value(code, value, valid_from=ON, reason="试验", by=SYSTEM, at=AT)


def test_a2_a_look_has_its_reason_and_its_row_and_the_value_is_kept_nowhere(wang: int, service: Actor) -> None:
    found = look(wang, service, reason="other", text="客户委托代查")
    assert (found.value, found.until) == (NUMBER, AT + timedelta(minutes=5))
    kept = Reveal.objects.values("customer_id", "field", "reason", "text", "by_id").get()
    assert kept == {
        "customer_id": wang,
        "field": "mobile",
        "reason": "other",
        "text": "客户委托代查",
        "by_id": service.user_id,
    }
    event = AuditEvent.objects.get(verb="customer.revealed")
    assert {"field": "mobile", "reason": "other"}.items() <= event.data.items()
    everywhere = json.dumps([list(AuditEvent.objects.filter(verb="customer.revealed").values_list("data", flat=True)),
                             list(TimelineEntry.objects.values_list("data", flat=True)),
                             list(Reveal.objects.values_list("text", flat=True))])  # fmt: skip
    assert "13800138000" not in everywhere
    with pytest.raises(IntegrityError), transaction.atomic():
        Reveal.objects.update(reason="")


def test_the_card_and_lists_stay_masked_after_a_look(wang: int, service: Actor) -> None:
    look(wang, service)
    assert customer_reads.customer(service, wang).values["mobile"] == "138****8000"
    assert customer_reads.row(service, wang).values["mobile"] == "138****8000"


def test_the_value_ends_by_itself_and_is_for_this_person_only(wang: int, service: Actor, company: Company) -> None:
    look(wang, service)
    soon, later = AT + timedelta(minutes=4), AT + timedelta(minutes=6)
    found = customer_reads.still_revealed(service, wang, "mobile", at=soon)
    assert (found is not None and found.value, customer_reads.still_revealed(service, wang, "mobile", at=later)) == (
        NUMBER,
        None,
    )
    other = Actor(
        user_id=company.user_ids["manager"],
        name="王芳",
        permissions=service.permissions,
        scope=service.scope,
        masked=service.masked,
    )
    assert customer_reads.still_revealed(other, wang, "mobile", at=soon) is None
    look(wang, service, at=soon)
    assert Reveal.objects.count() == 1  # the same look
    look(wang, service, at=later)
    assert Reveal.objects.count() == 2


def test_the_day_has_a_cap_and_midnight_opens_it(wang: int, service: Actor) -> None:
    set_to("reveal.daily_cap", 2)
    times = [AT, AT + timedelta(minutes=6), AT + timedelta(minutes=12)]
    for at in times[:2]:
        look(wang, service, at=at)
    with pytest.raises(customers.TooManyReveals):
        look(wang, service, at=times[2])
    look(wang, service, at=AT + timedelta(days=1))
    assert Reveal.objects.count() == 3


def test_an_unusual_number_is_told_to_auditors_once(wang: int, service: Actor) -> None:
    set_to("reveal.unusual", 2)
    for minutes in (0, 6, 12):
        look(wang, service, at=AT + timedelta(minutes=minutes))
    told = Notice.objects.filter(kind="security.alert", link="/settings/reveals")
    assert sorted(told.values_list("user__username", flat=True)) == ["auditor", "boss", "manager"]


def test_who_may_look_and_at_what(wang: int, service: Actor, company: Company) -> None:
    with pytest.raises(customers.NotMasked):
        look(wang, company.actor("east1"))
    with pytest.raises(customers.NotMasked):
        look(wang, service, field="city")
    with pytest.raises(NotFound):
        look(wang, service, field="archive.nothing_like_it")
    with pytest.raises(NotFound):
        look(999_999, service)
    with pytest.raises(NotFound):
        look(wang, company.actor("west1"))
    with pytest.raises(Forbidden):
        look(wang, company.actor("auditor"))
    with pytest.raises(Invalid):
        look(wang, service, reason="")
    with pytest.raises(Invalid):
        look(wang, service, reason="other")
    assert Reveal.objects.count() == 0


def test_a_sealed_field_opens_behind_its_mask(wang: int, company: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        changes = {"archive.id_number": "11010519491231002X"}
        customers.edit_customer(wang, changes, base_version=None, by=SYSTEM, at=AT)
    Role.objects.filter(code="service").update(masked_fields=["mobile", "id_number"])
    service = company.actor("service")
    assert "11010519491231002X" not in str(customer_reads.customer(service, wang).values["archive"])
    assert look(wang, service, field="archive.id_number", reason="identity").value == "11010519491231002X"


def test_what_a_pool_hides_is_no_mask(wang: int, company: Company) -> None:
    Role.objects.filter(code="sales").update(masked_fields=["mobile"])
    pool = Pool.objects.create(name="公海", hidden_fields=["mobile"])
    Customer.objects.filter(pk=wang).update(owner=None, team=None, pool=pool, owned_since=None)
    with pytest.raises(customers.NotMasked):
        look(wang, company.actor("east1"))


def test_auditors_read_the_looks_and_who_looked_most(
    wang: int, service: Actor, company: Company, django_assert_num_queries
) -> None:
    look(wang, service)
    auditor = company.actor("auditor")
    with django_assert_num_queries(1):
        (row,) = customer_reads.reveals(auditor).items
    assert (row.by_name, row.field, row.reason, row.customer_id) == ("周婷", "mobile", "callback", wang)
    (most,) = customer_reads.lookers(auditor, at=AT)
    assert (most.name, most.looks, most.customers) == ("周婷", 1, 1)
    with pytest.raises(Forbidden):
        customer_reads.reveals(service)


def test_the_page_asks_for_a_reason_and_shows_the_value_once(wang: int, company: Company) -> None:
    client = Client()
    client.force_login(User.objects.get(username="service"), "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/customers/{wang}").content.decode()
    assert ("138****8000" in page, "138 0013 8000" in page, "查看手机原文" in page) == (True, False, True)
    assert client.post(f"/customers/{wang}/reveals/mobile", {}).status_code == 422
    shown = client.post(f"/customers/{wang}/reveals/mobile", {"reason": "callback"})
    assert (shown.status_code, "138 0013 8000" in shown.content.decode()) == (200, True)
    assert shown["Cache-Control"] == "no-store, private"
    assert "138 0013 8000" in client.get(f"/customers/{wang}/reveals/mobile").content.decode()
    Reveal.objects.update(at=AT, until=AT + timedelta(minutes=5))
    masked = client.get(f"/customers/{wang}/reveals/mobile").content.decode()
    assert ("138****8000" in masked, "138 0013 8000" in masked) == (True, False)
    assert "138 0013 8000" not in client.get("/customers?columns=mobile").content.decode()
