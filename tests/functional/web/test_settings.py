"""The settings pages through the real door: who may open them, what they change, and what they refuse."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.types import State
from minghua.foundation.parameters import queries as parameter_reads
from minghua.foundation.people import directory
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.vocabulary.models import VocabularyTerm
from tests.company import PASSWORD, Company
from tests.conftest import AT

PAGES = {
    "/settings": "signed_in",
    "/settings/people": "people.view",
    "/settings/people/new": "people.manage",
    "/settings/people/{user}": "people.view",
    "/settings/teams": "people.view",
    "/settings/roles": "people.view",
    "/settings/roles/new": "roles.manage",
    "/settings/roles/sales": "people.view",
    "/settings/parameters": "parameters.view",
    "/settings/parameters/pool.return_days": "parameters.view",
    "/settings/vocabularies": "parameters.view",
    "/settings/vocabularies/customers.status": "parameters.view",
    "/settings/jobs": "jobs.view",
    "/settings/jobs?state=dead": "jobs.view",
    "/settings/jobs/{job}": "jobs.view",
    "/settings/audit": "audit.view",
    "/settings/audit?area=user&since=2020-01-01&until=2030-01-01&subject=people.User": "audit.view",
    "/settings/pools": "pool.manage",
    "/settings/tokens": "tokens.own",
}
WRITES = {
    "/settings/people/new": ("people.manage", {"username": "new", "name": "新", "password": "a-long-password-1"}),
    "/settings/people/{user}": ("people.manage", {"name": "新名"}),
    "/settings/people/{user}/deactivation": ("people.manage", {}),
    "/settings/people/{user}/activation": ("people.manage", {}),
    "/settings/people/{user}/password": ("people.manage", {"password": "a-long-password-1"}),
    "/settings/teams/new": ("people.manage", {"name": "南街店"}),
    "/settings/teams/{team}": ("people.manage", {"name": "新店名"}),
    "/settings/teams/{team}/closing": ("people.manage", {}),
    "/settings/teams/{team}/reopening": ("people.manage", {}),
    "/settings/roles/new": ("roles.manage", {"code": "clerk", "name_zh": "店员", "name_en": "Clerk", "scope": "own"}),
    "/settings/roles/sales": ("roles.manage", {"name_zh": "销售", "name_en": "Sales", "scope": "all"}),
    "/settings/parameters/pool.return_days": (
        "parameters.edit", {"value": "45", "valid_from": "2026-07-01", "reason": "淡季"},
    ),
    "/settings/vocabularies/customers.status": (
        "parameters.edit", {"code": "lost", "zh": "已流失", "en": "Gone", "position": "5", "active": "1"},
    ),
    "/settings/jobs/{job}/retry": ("jobs.manage", {}),
    "/settings/jobs/{job}/abandonment": ("jobs.manage", {}),
}  # fmt: skip
EVERYBODY = ("boss", "manager", "lead", "east1", "service", "auditor")


@pytest.fixture
def dead_job(company: Company) -> int:
    key = jobs.enqueue("jobs.purge_history", {}, at=AT)
    Job.objects.filter(pk=key).update(state=State.DEAD, attempts=5, last_error="Traceback\nRuntimeError: no paper\n")
    return key


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def boss(company: Company) -> Client:
    return signed_in("boss")


def address(pattern: str, company: Company, job: int) -> str:
    return pattern.format(user=company.user_ids["west1"], team=company.west_shop, job=job)


@pytest.mark.parametrize("username", EVERYBODY)
def test_each_page_opens_for_those_who_may_and_for_no_one_else(company, dead_job, username):
    actor, client = company.actor(username), signed_in(username)
    for pattern, needs in PAGES.items():
        answer = client.get(address(pattern, company, dead_job))
        allowed = needs == "signed_in" or actor.may(needs)
        assert (pattern, answer.status_code) == (pattern, 200 if allowed else 403)


def test_nobody_gets_in_unsigned(company, dead_job):
    for pattern in (*PAGES, *WRITES):
        answer = Client().get(address(pattern, company, dead_job))
        assert (pattern, answer.status_code, answer.url.split("?")[0]) == (pattern, 302, "/account/login/")


def everything() -> tuple:
    """All that the settings can change, to be compared before and after a refusal."""
    tables = (User, Team, Role, VocabularyTerm, Job, ApiToken, AuditEvent)
    skipped = {"last_login"}
    return tuple(
        tuple(
            sorted(
                str(sorted((k, str(v)) for k, v in row.items() if k not in skipped)) for row in table.objects.values()
            )
        )
        for table in tables
    )


@pytest.mark.parametrize("username", ["manager", "lead", "east1", "service", "auditor"])
def test_a_denied_write_changes_nothing(company, dead_job, username):
    actor, client = company.actor(username), signed_in(username)
    before = everything()
    for pattern, (needs, form) in WRITES.items():
        if not actor.may(needs):
            answer = client.post(address(pattern, company, dead_job), form)
            assert (pattern, answer.status_code) == (pattern, 403)
    assert everything() == before


def test_an_administrator_can_do_every_write(company, dead_job, boss):
    for pattern, (_needs, form) in WRITES.items():
        if "abandonment" in pattern or "closing" in pattern:
            continue
        answer = boss.post(address(pattern, company, dead_job), form)
        assert (pattern, answer.status_code) == (pattern, 302)
    assert User.objects.get(username="new").name == "新"
    assert Team.objects.get(pk=company.west_shop).name == "新店名"
    assert Role.objects.get(code="clerk").scope == "own"
    assert VocabularyTerm.objects.get(vocabulary="customers.status", code="lost").zh == "已流失"
    assert Job.objects.get(pk=dead_job).state == State.QUEUED


@pytest.mark.parametrize("pattern", ["/settings/people/999", "/settings/roles/nope", "/settings/parameters/nope",
                                     "/settings/vocabularies/nope", "/settings/jobs/999"])  # fmt: skip
def test_what_is_not_there_is_not_found(boss, pattern):
    assert boss.get(pattern).status_code == 404


def test_deactivation_ends_every_session_at_once(company, boss):
    other = Client()
    assert other.login(username="west1", password=PASSWORD)
    assert other.get("/settings").status_code == 200
    boss.post(f"/settings/people/{company.user_ids['west1']}/deactivation")
    assert other.get("/settings").status_code == 302
    assert not Client().login(username="west1", password=PASSWORD)


def test_nobody_deactivates_themselves_or_the_last_keeper(company, boss):
    mine = f"/settings/people/{company.user_ids['boss']}"
    assert boss.post(f"{mine}/deactivation").status_code == 422
    answer = boss.post(mine, {"name": "明华", "roles": ["manager"]})
    assert answer.status_code == 409
    assert directory.person(company.actor("boss"), company.user_ids["boss"]).role_codes == ("admin",)


def test_nobody_hands_out_more_than_they_hold(company):
    role = Role.objects.create(code="hr", name_zh="人事", name_en="HR", permissions=["people.view", "people.manage"])
    User.objects.get(username="east1").roles.set([role])
    client, target = signed_in("east1"), company.user_ids["west1"]
    assert client.post(f"/settings/people/{target}", {"name": "孙悦", "roles": ["sales", "admin"]}).status_code == 403
    assert client.post(f"/settings/people/{company.user_ids['boss']}/deactivation").status_code == 403
    assert (
        client.post(
            f"/settings/people/{company.user_ids['boss']}/password", {"password": "a-long-password-1"}
        ).status_code
        == 403
    )
    form = {"username": "mole", "name": "鼹鼠", "password": "a-long-password-1", "roles": ["admin"]}
    assert client.post("/settings/people/new", form).status_code == 403
    assert not User.objects.filter(username="mole").exists()
    assert [role.code for role in User.objects.get(pk=target).roles.all()] == ["sales"]
    assert client.post(f"/settings/people/{target}", {"name": "孙小悦", "roles": ["sales"]}).status_code == 302


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "新", "password": "a-long-password-1"}, "username"),
        ({"username": "x1", "password": "a-long-password-1"}, "name"),
        ({"username": "x1", "name": "新", "password": "short"}, "password"),
        ({"username": "boss", "name": "新", "password": "a-long-password-1"}, "username"),
    ],
)
def test_a_new_account_is_refused_beside_the_field_and_keeps_what_was_typed(boss, form, field):
    answer = boss.post("/settings/people/new", form)
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert f'id="f-{field}-error"' in page
    assert f'value="{form.get("name", "")}"' in page


def test_a_team_takes_all_below_along_and_never_hangs_below_itself(company, boss):
    boss.post("/settings/teams/new", {"name": "夜班", "parent_id": company.west_shop})
    night = Team.objects.get(name="夜班")
    assert night.path == f"/{company.head_office}/{company.west_shop}/{night.pk}/"
    boss.post(f"/settings/teams/{company.west_shop}", {"name": "西街店", "parent_id": company.east_shop})
    night.refresh_from_db()
    assert night.path == f"/{company.head_office}/{company.east_shop}/{company.west_shop}/{night.pk}/"
    for parent in (company.west_shop, night.pk):
        refused = boss.post(f"/settings/teams/{company.west_shop}", {"name": "西街店", "parent_id": parent})
        assert refused.status_code == 422
    assert boss.post(f"/settings/teams/{company.west_shop}/closing").status_code == 409
    assert boss.post(f"/settings/teams/{night.pk}/closing").status_code == 302
    assert boss.post("/settings/teams/new", {"name": "夜班", "parent_id": company.west_shop}).status_code == 409
    assert boss.post("/settings/teams/new", {"name": "总部"}).status_code == 409


def test_a_role_takes_effect_at_once(company, boss):
    client = signed_in("east1")
    assert client.get("/settings/audit").status_code == 403
    form = {"name_zh": "销售", "name_en": "Sales", "scope": "teams", "scope_teams": [company.west_shop]}
    boss.post(
        "/settings/roles/sales", form | {"permissions": ["audit.view", "people.view"], "masked": ["mobile", "nope"]}
    )
    assert client.get("/settings/audit").status_code == 200
    actor = company.actor("east1")
    assert (actor.scope.team_ids, actor.masked) == (frozenset({company.west_shop}), frozenset({"mobile"}))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"name_zh": "销售", "name_en": "Sales", "scope": "galaxy"}, 422),
        ({"name_zh": "销售", "name_en": "Sales", "scope": "own", "permissions": ["root"]}, 422),
        ({"name_zh": "", "name_en": "Sales", "scope": "own"}, 422),
        ({"name_zh": "销售", "name_en": "Sales", "scope": "teams", "scope_teams": ["999"]}, 404),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(company, boss, form, status):
    before = everything()
    assert boss.post("/settings/roles/sales", form).status_code == status
    assert everything() == before


def test_the_administrators_role_keeps_everything(company, boss):
    boss.post("/settings/roles/admin", {"name_zh": "管理员", "name_en": "Admin", "scope": "all", "permissions": []})
    assert Role.objects.get(code="admin").permissions == ["*"]


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


def test_the_staff_list_needs_the_same_few_queries_for_three_as_for_thirty(
    company, boss, django_assert_max_num_queries
):
    role = Role.objects.get(code="sales")
    for number in range(30):
        user = User.objects.create(username=f"u{number}", name=f"员工{number}", joined_at=AT, team_id=company.east_shop)
        user.roles.add(role)
    with django_assert_max_num_queries(14):
        assert boss.get("/settings/people").status_code == 200
