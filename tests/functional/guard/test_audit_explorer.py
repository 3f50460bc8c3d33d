"""The audit record can be searched, read, followed and taken out; masks hold there too."""

from dataclasses import replace
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.masking import covered
from minghua.foundation.audit.types import Sought
from minghua.foundation.exports import marks
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(company: Company) -> int:
    """A customer whose mobile and city were changed by the manager in one request."""
    with unit_of_work(SYSTEM, at=AT):
        new = NewCustomer(
            kind="person", name="王伟", mobile="13800138000", city="长沙", owner_id=company.user_ids["east1"]
        )
        customer_id = customers.create_customer(new, by=SYSTEM, at=AT)
    manager = replace(company.actor("manager"), request_id="req-7")
    version = Customer.objects.get(pk=customer_id).version
    with unit_of_work(manager, at=AT):
        changes = {"mobile": "13912345678", "city": "株洲"}
        customers.edit_customer(customer_id, changes, base_version=version, by=manager, at=AT)
    return customer_id


def test_a_change_is_read_as_old_and_new_under_its_name(company: Company, edited: int) -> None:
    page = signed_in("boss").get(f"/settings/audit?subject=customers.Customer&subject_id={edited}").content.decode()
    assert ("城市" in page, "长沙" in page, "株洲" in page) == (True, True, True)
    assert f'href="/customers/{edited}"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("request=req-7", True), ("request=req-8", False), ("act=customer.edited", True), ("act=customer.closed", False)],
)
def test_it_is_filtered_by_request_and_act(query: str, found: bool, company: Company, edited: int) -> None:
    assert ("株洲" in signed_in("boss").get(f"/settings/audit?{query}").content.decode()) is found


def test_t1_what_a_viewer_reads_masked_is_masked_here_too(company: Company, edited: int) -> None:
    boss = replace(company.actor("boss"), masked=frozenset({"mobile"}))
    told = str([event.data for event in audit_reads.sought(boss, Sought(subject_id=str(edited))).items])
    assert ("13912345678" in told, "13800138000" in told, "株洲" in told) == (False, False, True)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"mobile": "1"}, {"mobile": "****"}),
        (
            {"changes": {"mobile": ["1", ""], "city": ["a", "b"]}},
            {"changes": {"mobile": ["****", ""], "city": ["a", "b"]}},
        ),
        ({"rows": [["mobile", "1", "2"]]}, {"rows": [["mobile", "****", "****"]]}),
        ({"archive.mobile": "1"}, {"archive.mobile": "****"}),
    ],
)
def test_masks_reach_any_depth(data: Any, shown: Any) -> None:
    assert covered(data, {"mobile"}) == shown
    assert covered(data, set()) == data


def test_from_a_customer_and_a_person_the_way_leads_to_their_audit(company: Company, edited: int) -> None:
    boss = signed_in("boss")
    assert (
        f"subject=customers.Customer&amp;subject_id={edited}"
        in boss.get(f"/customers/{edited}/changes").content.decode()
    )
    east1 = company.user_ids["east1"]
    assert f"subject_id={east1}" in boss.get(f"/settings/people/{east1}").content.decode()
    assert "/settings/audit" not in signed_in("east1").get(f"/customers/{edited}/changes").content.decode()


def test_t15_it_leaves_through_the_gate_as_filtered_and_is_itself_on_record(company: Company, edited: int) -> None:
    answer = signed_in("auditor").get("/settings/audit/export?request=req-7")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), "customer.edited" in rows[1], marks.is_mark([rows[-1]])) == (3, True, True)
    assert [event.actor_name for event in audit_reads.sought(SYSTEM, Sought(verb="audit.exported")).items] == ["郑严"]
    assert signed_in("east1").get("/settings/audit/export").status_code == 403


def test_the_chain_is_checked_from_the_page(company: Company, edited: int) -> None:
    boss = signed_in("boss")
    assert "链条完整" in boss.post("/settings/audit/verification").content.decode()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_name = 'x' WHERE seq = 2")
    assert "链条断裂" in boss.post("/settings/audit/verification").content.decode()
