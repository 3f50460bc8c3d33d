"""T15: an exported file is marked, taken by one person for a while; nothing leaves for who may not any more."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.exports import leaving, making, marks
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports import queries as export_reads
from minghua.foundation.exports.models import Export
from minghua.foundation.exports.types import (
    FileGone,
    State,
    Stopped,
)
from minghua.foundation.files.operations import place_of
from minghua.foundation.imports.readers import table
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people import membership
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.kernel.errors import NotFound
from tests.company import Company
from tests.conftest import AT, ON
from tests.functional.guard.leaving import add, agree, ask, few, lines, made, take, token
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


def test_t15_the_file_holds_what_was_approved_and_names_its_taker(shop: Company) -> None:
    found = made(shop)
    add(shop, 2)  # meanwhile there are more: no row beyond what was agreed to
    rows = lines(take(found, shop.actor("lead")))
    assert len(rows) == 1 + 5 + 1
    assert rows[0] == found.columns
    assert (marks.found_in(rows[-1][0]), "李军" in rows[-1][0]) == (found.mark, True)
    assert export_reads.traced(shop.actor("boss"), rows[-1][0]) == found


def test_t15_only_the_requester_takes_it_so_often_and_not_later(shop: Company) -> None:
    found, lead = made(shop), shop.actor("lead")
    with pytest.raises(NotFound):
        take(found, shop.actor("manager"))
    with pytest.raises(FileGone):
        take(found, lead, at=AT + timedelta(hours=25))
    for _ in range(3):
        take(found, lead)
    with pytest.raises(FileGone):
        take(found, lead)
    assert AuditEvent.objects.filter(verb="export.downloaded").count() == 3


def test_t15_the_file_is_deleted_when_its_time_is_over(shop: Company, django_capture_on_commit_callbacks: Any) -> None:
    found = made(shop)
    place = place_of(found.file_id)
    assert place.exists()
    late = AT + timedelta(hours=24)
    with django_capture_on_commit_callbacks(execute=True), unit_of_work(SYSTEM, at=late):
        assert exports.lapse(at=late) == 1
    assert (place.exists(), Export.objects.get().state) == (False, State.LAPSED)


def test_withdrawing_deletes_the_file_at_once(shop: Company, django_capture_on_commit_callbacks: Any) -> None:
    found, lead = made(shop), shop.actor("lead")
    place = place_of(found.file_id)
    with django_capture_on_commit_callbacks(execute=True), unit_of_work(lead, at=AT):
        exports.withdraw(found.pk, by=lead, at=AT)
    assert not place.exists()
    with pytest.raises(FileGone):
        take(found, lead)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_import_takes_the_file_back_without_its_mark(form: str, shop: Company, tmp_path: Path) -> None:
    found = made(shop, form=form)
    path = tmp_path / f"back.{form}"
    path.write_bytes(take(found, shop.actor("lead")))
    seen = table.look(path)
    rows = [row for row in table.read(seen) if row.cells]
    assert (len(rows), [row.problems for row in rows]) == (5, [()] * 5)
    assert [row.cells[seen.headers.index("名称")] for row in rows] == [f"客人{n}" for n in range(5)]


def test_t15_a_job_of_somebody_deactivated_makes_nothing(shop: Company) -> None:
    export_id = ask(shop.actor("lead"))
    agree(export_id, shop.actor("manager"))
    with unit_of_work(SYSTEM, at=AT):
        membership.set_active(shop.user_ids["lead"], active=False, by=SYSTEM, at=AT)
    making.make(export_id, at=AT, beat=lambda: None)
    found = Export.objects.get()
    assert (found.state, found.file_id) == (State.FAILED, "")


def lose_role(shop: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        membership.edit_user(
            shop.user_ids["lead"],
            name="李军",
            email="",
            team_id=shop.east_shop,
            role_codes=("sales",),
            by=SYSTEM,
            at=AT,
        )


def new_password(shop: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        membership.reset_password(shop.user_ids["lead"], "another-long-one-1", by=SYSTEM, at=AT)


def leave(shop: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        membership.set_active(shop.user_ids["lead"], active=False, by=SYSTEM, at=AT)


@pytest.mark.parametrize("act", [leave, lose_role, new_password])
def test_t15_a_browsers_stream_ends_without_a_further_row(act: Any, shop: Company, monkeypatch: Any) -> None:
    """Revoke mid-export: what is in the pipe is one batch at most, and no mark makes it look complete."""
    monkeypatch.setattr("minghua.foundation.exports.streams.BATCH", 1)
    client, asked = signed_in("lead"), few(shop, 3)
    asked = replace(asked, session_key=client.session.session_key)
    lead = shop.actor("lead")
    with unit_of_work(lead, at=AT):
        handed = exports.hand_out(asked, by=lead, at=AT)
    rows = leaving.rows(handed, asked, by=lead, at=AT)
    assert [len(next(rows)) > 3, len(next(rows)) > 3] == [True, True]
    act(shop)
    with pytest.raises(Stopped):
        next(rows)


def test_t15_a_revoked_token_ends_its_stream(shop: Company, monkeypatch: Any) -> None:
    monkeypatch.setattr("minghua.foundation.exports.streams.BATCH", 1)
    text = token(shop, "lead", "customers.export", "customers.view")
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value("exports.approval_above", 100, valid_from=ON, reason="t", by=SYSTEM, at=AT)
    answer = Client().get("/api/v1/exports/customers.csv", headers={"Authorization": f"Bearer {text}"})
    with unit_of_work(SYSTEM, at=AT):
        tokens.revoke_all(shop.user_ids["lead"], by=SYSTEM, at=AT)
    assert "客人" not in b"".join(answer.streaming_content).decode()


def test_t15_a_job_asked_for_by_a_token_dies_with_it(shop: Company) -> None:
    text = token(shop, "lead", "customers.export", "customers.view")
    body = json.dumps({"reason": "年度回访名单"})
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "k"}
    answer = Client().post("/api/v1/exports/customers", body, content_type="application/json", headers=headers)
    assert answer.status_code == 201
    agree(answer.json()["id"], shop.actor("manager"))
    with unit_of_work(SYSTEM, at=AT):
        tokens.revoke_all(shop.user_ids["lead"], by=SYSTEM, at=AT)
    making.make(answer.json()["id"], at=AT, beat=lambda: None)
    assert Export.objects.get().state == State.FAILED


def test_t1_a_forged_part_of_an_address_is_refused(shop: Company) -> None:
    assert signed_in("lead").get("/exports/new?kind=customers.archives&part=e30:forged").status_code == 422
