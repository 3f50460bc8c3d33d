"""The settings pages through the real door: who may open them, what they change, and what they refuse."""

import pytest
from django.test import Client

from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.types import JobState
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.vocabulary.models import VocabularyTerm
from tests.company import Company
from tests.functional.web.settings.door import everything, signed_in

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
    "/settings/people/new": ("people.manage", {"username": "new", "name": "新"}),
    "/settings/people/{user}": ("people.manage", {"name": "新名"}),
    "/settings/people/{user}/deactivation": ("people.manage", {}),
    "/settings/people/{user}/activation": ("people.manage", {}),
    "/settings/people/{user}/invitation": ("people.manage", {}),
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
        shown_once = pattern.endswith(("/people/new", "/invitation"))
        assert (pattern, answer.status_code) == (pattern, 200 if shown_once else 302)
    assert User.objects.get(username="new").name == "新"
    assert Team.objects.get(pk=company.west_shop).name == "新店名"
    assert Role.objects.get(code="clerk").scope == "own"
    assert VocabularyTerm.objects.get(vocabulary="customers.status", code="lost").zh == "已流失"
    assert Job.objects.get(pk=dead_job).state == JobState.QUEUED


@pytest.mark.parametrize("pattern", ["/settings/people/999", "/settings/roles/nope", "/settings/parameters/nope",
                                     "/settings/vocabularies/nope", "/settings/jobs/999"])  # fmt: skip
def test_what_is_not_there_is_not_found(boss, pattern):
    assert boss.get(pattern).status_code == 404
