"""The way in: a link told once, by which people choose a password nobody else knows (ASVS 6.4.1)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import invitations
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import PASSWORD

CHOSEN = "seven-jars-of-rice"
LINK = re.compile(r'value="http://testserver(/join/[^"]+)"')


def link_in(answer) -> str:
    (found,) = LINK.findall(answer.content.decode())
    return found


def test_a_new_colleague_chooses_a_password_once(company, boss):
    answer = boss.post("/settings/people/new", {"username": "new.one", "name": "新人", "roles": ["sales"]})
    assert "no-store" in answer["Cache-Control"]
    link, visitor = link_in(answer), Client()
    assert "new.one" in visitor.get(link).content.decode()
    done = visitor.post(link, {"password": CHOSEN, "again": CHOSEN})
    assert (done.status_code, visitor.login(username="new.one", password=CHOSEN)) == (200, True)
    assert visitor.get("/today").status_code == 200
    for again in (
        Client().get(link),
        Client().post(link, {"password": "another-long-one", "again": "another-long-one"}),
    ):
        assert again.status_code == 410
    assert Client().login(username="new.one", password=CHOSEN)
    new = User.objects.get(username="new.one")
    told = AuditEvent.objects.filter(
        subject_type="people.User", subject_id=str(new.pk), verb__startswith="user."
    ).order_by("seq")
    assert [(each.verb, each.actor_name) for each in told] == [
        ("user.created", "明华"), ("user.invited", "明华"), ("user.joined", "新人"),
    ]  # fmt: skip
    assert link.split("/")[-1] not in str(list(told.values("data")))


def test_a_forgotten_password_ends_with_the_link_and_so_do_its_sessions(company, boss):
    open_browser = Client()
    assert open_browser.login(username="west1", password=PASSWORD)
    answer = boss.post(f"/settings/people/{company.user_ids['west1']}/invitation")
    assert open_browser.get("/today").status_code == 302
    assert not Client().login(username="west1", password=PASSWORD)
    link = link_in(answer)
    newer = link_in(boss.post(f"/settings/people/{company.user_ids['west1']}/invitation"))
    assert (Client().get(link).status_code, Client().get(newer).status_code) == (410, 200)


def test_nobody_takes_their_own_password_away(company, boss):
    assert boss.post(f"/settings/people/{company.user_ids['boss']}/invitation").status_code == 422
    assert Client().login(username="boss", password=PASSWORD)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"password": "short", "again": "short"}, "password"),
        ({"password": CHOSEN, "again": CHOSEN + "x"}, "again"),
        ({}, "password"),
    ],
    ids=["weak", "two that differ", "nothing"],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(company, boss, form, field):
    link = link_in(boss.post(f"/settings/people/{company.user_ids['west1']}/invitation"))
    answer = Client().post(link, form)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()
    assert Client().get(link).status_code == 200


def made(company, *, days: int = 0) -> str:
    at = clock.now() - timedelta(days=days)
    with unit_of_work(SYSTEM, at=at):
        return invitations.invite(company.user_ids["west1"], by=SYSTEM, at=at).token


def test_a_link_holds_for_three_days_and_for_people_who_are_here(company):
    assert Client().get(f"/join/{made(company, days=2)}").status_code == 200
    assert Client().get(f"/join/{made(company, days=3)}").status_code == 410
    token = made(company)
    User.objects.filter(username="west1").update(is_active=False)
    assert Client().get(f"/join/{token}").status_code == 410


@pytest.mark.parametrize("how", ["cut", "another", "nonsense", "long"])
def test_what_is_no_link_of_ours_is_answered_alike(company, how):
    token = made(company)
    body, _, sign = token.partition(":")
    changed = {"cut": token[:-1], "another": f"{body}x:{sign}", "nonsense": "啊", "long": token + "A" * 4_000}[how]
    answer = Client().post(f"/join/{changed}", {"password": CHOSEN, "again": CHOSEN})
    assert answer.status_code == 410
    assert not Client().login(username="west1", password=CHOSEN)
