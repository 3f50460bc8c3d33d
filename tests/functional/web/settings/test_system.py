"""Settings: parameters, options, jobs, the audit record and tokens."""

import re
from datetime import timedelta

import pytest

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.parameters import queries as parameter_reads
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.vocabulary.models import VocabularyTerm
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in


def test_a_parameter_gets_a_version_a_day_and_a_reason(company, boss, on):
    where = "/settings/parameters/pool.return_days"
    good = {"value": "45", "valid_from": "2026-07-01", "reason": "淡季放宽"}
    for wrong in (
        {"reason": " "},
        {"value": "many"},
        {"value": "0"},
        {"valid_from": "soon"},
        {"valid_from": "0001-01-01"},
    ):
        assert boss.post(where, good | wrong).status_code == 422
    assert boss.post(where, good).status_code == 302
    assert [parameter_reads.value("pool.return_days", on=on + timedelta(days=n)) for n in (0, 16)] == [30, 45]
    assert "淡季放宽" in boss.get(where).content.decode()


def test_an_option_can_be_renamed_added_and_set_aside_but_not_in_an_unknown_list(company, boss):
    where = "/settings/vocabularies/customers.origin_channel"
    new = {"code": "radio", "zh": "电台", "en": "Radio", "position": "3", "active": "1"}
    assert boss.post(where, new).status_code == 302
    assert boss.post(where, new | {"active": ""}).status_code == 302
    term = VocabularyTerm.objects.get(code="radio")
    assert (term.zh, term.active, term.built_in) == ("电台", False, False)
    for wrong in ({"code": "Radio 1"}, {"zh": ""}, {"en": "x" * 81}):
        assert boss.post(where, new | wrong).status_code == 422
    assert boss.post("/settings/vocabularies/nope", new).status_code == 404


def test_a_dead_job_shows_its_error_and_is_tried_again_once(company, boss, dead_job):
    assert "RuntimeError: no paper" in boss.get("/settings/jobs?state=dead").content.decode()
    assert boss.post(f"/settings/jobs/{dead_job}/retry").status_code == 302
    assert boss.post(f"/settings/jobs/{dead_job}/retry").status_code == 409
    assert boss.post("/settings/jobs/999/retry").status_code == 404


def test_further_jobs_and_events_come_by_cursor(company, boss):
    for _ in range(60):
        jobs.enqueue("jobs.purge_history", {}, at=AT)
    for where in ("/settings/jobs", "/settings/audit"):
        if where.endswith("audit"):
            for number in range(60):
                boss.post("/settings/teams/new", {"name": f"店{number}"})
        first = boss.get(where).content.decode()
        cursor = re.search(r"cursor=([\w-]+)", first).group(1)
        more = boss.get(f"{where}?cursor={cursor}", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in more
        assert more.count("<tr") >= 10
        assert boss.get(f"{where}?cursor=rubbish").status_code == 400


def test_the_chain_is_checked_and_a_change_is_named(company, boss):
    assert "链条完整" in boss.post("/settings/audit/verification").content.decode()
    broken = AuditEvent.objects.order_by("seq")[2]
    AuditEvent.objects.filter(pk=broken.pk).update(actor_name="谁")
    answer = boss.post("/settings/audit/verification").content.decode()
    assert "链条断裂" in answer
    assert f"第 {broken.seq} 条" in answer


def test_a_token_is_shown_once_and_ended_at_once(company, boss):
    form = {"name": "收银", "row_cap": "500", "scopes": ["customers.view"], "expires_on": "2099-01-01"}
    text = re.search(r"mh_[0-9a-f]{12}_[\w-]{43}", boss.post("/settings/tokens", form).content.decode()).group(0)
    assert text not in boss.get("/settings/tokens").content.decode()
    token = ApiToken.objects.get()
    west = signed_in("west1")
    assert west.post(f"/settings/tokens/{token.pk}/revocation").status_code == 404
    assert boss.post(f"/settings/tokens/{token.pk}/revocation").status_code == 302
    assert ApiToken.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"row_cap": "0"}, {"row_cap": "x"}, {"scopes": []}, {"expires_on": "2020-01-01"}, {"expires_on": "x"},
     {"scopes": ["tokens.manage"]}],
)  # fmt: skip
def test_a_token_that_makes_no_sense_is_refused(company, boss, wrong):
    form = {"name": "收银", "row_cap": "500", "scopes": ["customers.view"], "expires_on": ""}
    assert boss.post("/settings/tokens", form | wrong).status_code == 422
    assert not ApiToken.objects.exists()
