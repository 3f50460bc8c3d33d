"""T15: rows leave through one gate, on every door: capped and agreed to by two."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import CleaningChange, Customer
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders import operations as orders
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.exports import leaving, making, marks
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports import queries as export_reads
from minghua.foundation.exports.models import Export, ExportDay
from minghua.foundation.exports.types import (
    AlreadyDecided,
    NeedsApproval,
    NoReason,
    NothingToExport,
    OverQuota,
    OwnRequest,
    State,
)
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.notices.models import Notice
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.models import Role
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli
from minghua.kernel import clock
from minghua.kernel.errors import Forbidden, NotFound
from tests.company import Company
from tests.conftest import AT, ON
from tests.functional.guard.leaving import ASKED, LIMIT, agree, ask, few, lines, made, token
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


def test_t15_a_small_export_leaves_at_once_and_is_on_record(shop: Company) -> None:
    lead = shop.actor("lead")
    with unit_of_work(lead, at=AT):
        handed = exports.hand_out(few(shop, 3), by=lead, at=AT)
    rows = list(leaving.rows(handed, few(shop, 3), by=lead, at=AT))
    assert len(rows) == 1 + 3 + 1
    assert marks.found_in(rows[-1][0]) == handed.mark
    event = AuditEvent.objects.get(verb="customer.exported")
    assert event.data == {"export": handed.export_id, "mark": handed.mark, "rows": 3, "form": "csv", "chosen": 3}


def test_t15_more_than_the_limit_is_refused_on_every_door(shop: Company, capsys: Any, tmp_path: Path) -> None:
    """Export > N without approver → 403; nothing leaves."""
    lead = shop.actor("lead")
    with pytest.raises(NeedsApproval), unit_of_work(lead, at=AT):
        exports.hand_out(ASKED, by=lead, at=AT)
    web = signed_in("lead").get("/customers/export")
    assert (web.status_code, web["Location"].split("?")[0]) == (302, "/exports/new")
    text = token(shop, "lead", "customers.export", "customers.view")
    rest = Client().get("/api/v1/exports/customers.csv", headers={"Authorization": f"Bearer {text}"})
    assert (rest.status_code, rest.json()["code"]) == (403, "export_needs_approval")
    assert cli.run(["--as", "lead", "export", "customers", "--to", str(tmp_path / "c.csv")]) == 2
    assert "批准" in capsys.readouterr().err
    assert "客人" not in (tmp_path / "c.csv").read_text() if (tmp_path / "c.csv").exists() else True
    assert Export.objects.count() == 0


@pytest.mark.parametrize("what", ["customers.csv", "customers.xlsx", "orders.csv", "orders.xlsx"])
def test_t15_the_files_beside_the_imports_pass_the_same_gate(shop: Company, what: str) -> None:
    with unit_of_work(SYSTEM, at=AT):
        rice = catalog.upsert_many([NewProduct(sku="R", name="大米")], by=SYSTEM, at=AT).ids["R"]
        owned = Customer.objects.values_list("pk", flat=True)
        line = NewLine(product_id=rice, quantity_milli=1_000, unit_price_e4=68_000)
        sold = [NewOrder(source="shop", number=f"O{pk}", placed_at=AT, lines=(line,), customer_id=pk) for pk in owned]
        orders.record_many(sold, by=SYSTEM, at=AT)
    answer = signed_in("lead").get(f"/imports/{what}")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/exports/new")
    assert ExportDay.objects.count() == 0
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value("exports.approval_above", 500, valid_from=ON, reason="t", by=SYSTEM, at=AT)
    small: Any = signed_in("lead").get(f"/imports/{what}")
    assert (small.status_code, b"".join(small.streaming_content) != b"") == (200, True)
    assert AuditEvent.objects.filter(verb__endswith=".exported").count() == 1
    assert ExportDay.objects.get().rows > LIMIT


def test_t15_the_proposals_of_a_cleaning_pass_the_same_gate(shop: Company) -> None:
    boss = shop.actor("boss")
    Customer.objects.update(mobile="138 0013 8000")
    with unit_of_work(boss, at=AT):
        run_id = customers.start_cleaning(["phone"], by=boss, at=AT)
    while Worker("w", register.handlers(), clock.now).work_once():
        pass
    assert CleaningChange.objects.count() > LIMIT
    answer = signed_in("boss").get(f"/cleaning/{run_id}/changes.csv")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/exports/new")


def test_t15_slices_add_up_over_the_day_and_begin_anew_the_next(shop: Company) -> None:
    lead = shop.actor("lead")
    with unit_of_work(lead, at=AT):
        exports.hand_out(few(shop, 2), by=lead, at=AT)
    with pytest.raises(NeedsApproval), unit_of_work(lead, at=AT):
        exports.hand_out(few(shop, 2), by=lead, at=AT)
    later = AT + timedelta(days=1)
    with unit_of_work(lead, at=later):
        exports.hand_out(few(shop, 2), by=lead, at=later)
    assert sorted(ExportDay.objects.values_list("rows", "unapproved")) == [(2, 2), (2, 2)]


def test_t15_the_quota_of_the_role_and_the_cap_of_the_token_bind(shop: Company) -> None:
    Role.objects.filter(code="team_lead").update(export_rows=2)
    lead = shop.actor("lead")
    with pytest.raises(OverQuota), unit_of_work(lead, at=AT):
        exports.hand_out(few(shop, 3), by=lead, at=AT)
    with pytest.raises(OverQuota), unit_of_work(lead, at=AT):
        exports.request(ASKED, by=lead, at=AT)
    with pytest.raises(OverQuota), unit_of_work(lead, at=AT):
        exports.hand_out(few(shop, 2), by=replace(lead, row_cap=1), at=AT)


def test_what_one_may_not_export_one_cannot_ask_for(shop: Company) -> None:
    seller = shop.actor("east1")
    for act in (exports.hand_out, exports.request):
        with pytest.raises(Forbidden), unit_of_work(seller, at=AT):
            act(ASKED, by=seller, at=AT)


def test_an_empty_list_and_a_request_without_reason_are_refused(shop: Company) -> None:
    lead = shop.actor("lead")
    with pytest.raises(NothingToExport), unit_of_work(lead, at=AT):
        exports.hand_out(replace(ASKED, spec={"ids": [9_999]}), by=lead, at=AT)
    with pytest.raises(NoReason), unit_of_work(lead, at=AT):
        exports.request(replace(ASKED, reason=" 要 "), by=lead, at=AT)


def test_the_size_is_of_what_this_person_sees(shop: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        new = NewCustomer(kind="person", name="西街的客", owner_id=shop.user_ids["west1"])
        customers.create_customer(new, by=SYSTEM, at=AT)
    sizes = [export_reads.size_up(shop.actor(name), ASKED, at=AT).rows for name in ("lead", "manager")]
    assert sizes == [5, 6]


def test_t15_nobody_approves_their_own(shop: Company) -> None:
    manager = shop.actor("manager")
    export_id = ask(manager)
    for act in (exports.approve, exports.refuse):
        with pytest.raises(OwnRequest), unit_of_work(manager, at=AT):
            act(export_id, reason="我自己看过了", by=manager, at=AT)
    assert Export.objects.get().state == State.WAITING
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.update(state=State.APPROVED, decided_by_id=manager.user_id)


def test_t15_only_who_may_approve_decides_or_sees_it(shop: Company) -> None:
    export_id = ask(shop.actor("lead"))
    seller = shop.actor("east1")
    with pytest.raises(Forbidden), unit_of_work(seller, at=AT):
        exports.approve(export_id, by=seller, at=AT)
    with pytest.raises(NotFound):
        export_reads.one(seller, export_id)
    assert signed_in("east1").get(f"/exports/{export_id}").status_code == 404
    assert export_reads.one(shop.actor("manager"), export_id).reason == "年度回访名单"


def test_a_request_is_decided_once_and_lapses(shop: Company) -> None:
    manager, boss = shop.actor("manager"), shop.actor("boss")
    first, second = ask(shop.actor("lead")), ask(shop.actor("lead"))
    with unit_of_work(manager, at=AT):
        exports.refuse(first, reason="范围太大了", by=manager, at=AT)
    with pytest.raises(AlreadyDecided):
        agree(first, boss)
    late = AT + timedelta(hours=73)
    with pytest.raises(AlreadyDecided):
        agree(second, boss, at=late)
    with unit_of_work(SYSTEM, at=late):
        assert exports.lapse(at=late) == 1
    assert Export.objects.get(pk=second).state == State.LAPSED


def test_those_who_may_agree_are_told_and_whoever_asked_hears_the_end(shop: Company) -> None:
    found = made(shop)
    told = list(Notice.objects.order_by("pk").values_list("user_id", "link"))
    ids = shop.user_ids
    assert sorted(told[:2]) == sorted([(ids["boss"], f"/exports/{found.pk}"), (ids["manager"], f"/exports/{found.pk}")])
    assert told[2:] == [(ids["lead"], f"/exports/{found.pk}")]


def test_the_story_from_the_list_to_the_file(shop: Company) -> None:
    lead, manager = signed_in("lead"), signed_in("manager")
    form = lead.get(lead.get("/customers/export")["Location"])
    assert form.status_code == 200
    part = form.content.decode().split('name="part" value="')[1].split('"')[0]
    sent = lead.post("/exports/new", {"kind": "customers.list", "part": part, "reason": "年度回访名单", "form": "csv"})
    where = sent["Location"]
    assert lead.post(f"{where}/approval", {}).status_code == 403
    assert "年度回访名单" in manager.get("/exports/approvals").content.decode()
    assert "年度回访名单" in manager.get(where).content.decode()
    assert manager.post(f"{where}/approval", {"reason": "同意"}).status_code == 302
    export_id = where.rsplit("/", 1)[1]
    making.make(export_id, at=Export.objects.get().asked_at, beat=lambda: None)
    assert lead.get(where).status_code == 200
    taken = lead.post(f"{where}/file")
    rows = lines(b"".join(taken.streaming_content))
    assert (len(rows), "李军" in rows[-1][0]) == (7, True)
    assert manager.post(f"{where}/file").status_code == 404
    found = manager.get("/exports/approvals", {"mark": rows[-1][0]}).content.decode()
    assert "李军" in found


def test_the_lists_of_exports_cost_the_same_for_one_and_three(
    shop: Company, django_assert_max_num_queries: Any
) -> None:
    manager = signed_in("manager")
    manager.get("/exports/approvals")
    counts = []
    for number in (1, 3):
        while Export.objects.count() < number:
            ask(shop.actor("lead"))
        with django_assert_max_num_queries(60) as queries:
            manager.get("/exports/approvals")
        counts.append(len(queries))
    assert counts[0] == counts[1]
