"""T16: a role can ask for a second step; who has none is led there and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import directory, membership
from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import PASSWORD, Company
from tests.conftest import AT
from tests.functional.guard.leaving import token
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


def demand(code: str, *, grace_days: int) -> None:
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        membership.guard_role(code, export_rows=None, mfa_required=True, grace_days=grace_days, by=SYSTEM, at=at)


def secure(company: Company, username: str) -> None:
    Authenticator.objects.create(user_id=company.user_ids[username], type=Authenticator.Type.TOTP, data={})


def test_t16_after_grace_every_page_leads_to_enrolment(company: Company) -> None:
    client = signed_in("east1")
    demand("sales", grace_days=0)
    for where in ("/today", "/customers", "/devices", "/exports", "/settings"):
        answer = client.get(where)
        assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert client.get("/today", headers={"HX-Request": "true"})["HX-Redirect"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    assert client.post("/account/logout/").status_code == 302


def test_t16_the_api_refuses_too_by_session_and_by_token(company: Company) -> None:
    text = token(company, "east1", "customers.view")
    demand("sales", grace_days=0)
    by_token = Client().get("/api/v1/customers", headers={"Authorization": f"Bearer {text}"})
    by_session = signed_in("east1").get("/api/v1/customers")
    codes = [(answer.status_code, answer.json()["code"]) for answer in (by_token, by_session)]
    assert codes == [(403, "second_step_required")] * 2


def test_within_grace_one_works_on_and_is_told(company: Company) -> None:
    demand("sales", grace_days=7)
    page = signed_in("east1").get("/today")
    assert (page.status_code, "要求两步验证" in page.content.decode()) == (200, True)


def test_who_has_one_is_let_in(company: Company) -> None:
    demand("sales", grace_days=0)
    secure(company, "east1")
    assert signed_in("east1").get("/today").status_code == 200
    assert signed_in("boss").get("/today").status_code == 200  # another role asks for nothing


def test_a_newcomer_has_the_grace_from_their_first_day(company: Company) -> None:
    Role.objects.filter(code="sales").update(mfa_since=AT, mfa_grace_days=7)
    User.objects.filter(username="east2").update(joined_at=clock.now() - timedelta(days=1))
    assert signed_in("east2").get("/today").status_code == 200
    assert signed_in("east1").get("/today").status_code == 302


def test_an_administrator_sees_who_lacks_it(company: Company) -> None:
    demand("sales", grace_days=0)
    secure(company, "east1")
    people = {person.username: person for person in directory.staff(company.actor("boss"))}
    assert people["east1"].has_second_step
    assert (people["east1"].enrol_by, people["boss"].enrol_by) == (None, None)
    assert people["east2"].enrol_by is not None
    page = signed_in("boss").get("/settings/people?state=lacking").content.decode()
    assert ("陈磊" in page, "赵敏" in page, "逾期未设置" in page) == (True, False, True)


def test_the_directory_costs_the_same_for_all(company: Company, django_assert_num_queries: Any) -> None:
    demand("sales", grace_days=0)
    boss = company.actor("boss")
    with django_assert_num_queries(3):
        directory.staff(boss)


def test_t16_recovery_takes_the_lost_step_ends_logins_and_grants_grace(company: Company) -> None:
    Role.objects.filter(code="sales").update(mfa_since=AT, mfa_grace_days=7)
    secure(company, "east1")
    east1, boss, there = company.user_ids["east1"], signed_in("boss"), signed_in("east1")
    assert boss.post(f"/settings/people/{east1}/second-step").status_code == 302
    assert there.get("/today")["Location"].startswith("/account/login/")
    assert not Authenticator.objects.filter(user_id=east1).exists()
    assert signed_in("east1").get("/today").status_code == 200  # grace begins anew
    assert AuditEvent.objects.filter(verb="user.mfa_reset", subject_id=str(east1)).count() == 1


def test_t16_nobody_below_resets_the_second_step_of_one_above(company: Company) -> None:
    secure(company, "boss")
    Role.objects.filter(code="manager").update(
        permissions=[*Role.objects.get(code="manager").permissions, "people.manage"]
    )
    manager = signed_in("manager")
    assert manager.post(f"/settings/people/{company.user_ids['boss']}/second-step").status_code == 403
    assert Authenticator.objects.count() == 1


def test_the_role_sheet_sets_it_and_it_is_on_record(company: Company) -> None:
    boss = signed_in("boss")
    form = {"name_zh": "销售", "name_en": "Sales", "scope": "own", "permissions": ["customers.view"]}
    form |= {"mfa_required": "1", "mfa_grace_days": "3", "export_rows": "50"}
    assert boss.post("/settings/roles/sales", form).status_code == 302
    role = Role.objects.get(code="sales")
    assert (role.mfa_since is not None, role.mfa_grace_days, role.export_rows) == (True, 3, 50)
    event = AuditEvent.objects.get(verb="role.guarded")
    assert (event.data["mfa"], event.data["before"]["mfa"]) == (True, False)
    wrong = boss.post("/settings/roles/sales", form | {"mfa_grace_days": "900"})
    assert (wrong.status_code, Role.objects.get(code="sales").mfa_grace_days) == (422, 3)


# devices


def test_t15_one_device_is_signed_out_at_once(company: Company) -> None:
    here, there = (
        Client(headers={"user-agent": "Mozilla Firefox/1 Windows"}),
        Client(headers={"user-agent": "iPhone Safari"}),
    )
    for client in (here, there):
        client.post("/account/login/", {"login": "east1", "password": PASSWORD})
    page = here.get("/devices").content.decode()
    assert ("Firefox · Windows" in page, "Safari · iPhone" in page, "本机" in page) == (True, True, True)
    from minghua.foundation.people import devices

    other = next(
        each for each in devices.devices(company.actor("east1"), company.user_ids["east1"]) if each.system == "iPhone"
    )
    assert here.post(f"/devices/{other.id}/end").status_code == 302
    assert there.get("/today")["Location"].startswith("/account/login/")
    assert here.get("/today").status_code == 200


def test_t15_everywhere_means_every_session_and_token(company: Company) -> None:
    clients = [signed_in("east1") for _ in range(3)]
    text = token(company, "east1", "customers.view")
    assert clients[0].post("/devices/end").status_code == 302
    assert [client.get("/today").status_code for client in clients] == [302] * 3
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 401


def test_t15_another_role_begins_with_another_login(company: Company) -> None:
    client, east1 = signed_in("east1"), company.user_ids["east1"]
    with unit_of_work(SYSTEM, at=AT):
        membership.edit_user(
            east1, name="赵敏", email="", team_id=company.east_shop, role_codes=("service",), by=SYSTEM, at=AT
        )
    assert client.get("/today")["Location"].startswith("/account/login/")


def test_t1_devices_of_others_stay_their_own(company: Company) -> None:
    there = Client()
    there.post("/account/login/", {"login": "west1", "password": PASSWORD})
    from allauth.usersessions.models import UserSession

    device = UserSession.objects.get()
    east1, west1 = signed_in("east1"), company.user_ids["west1"]
    assert east1.post(f"/devices/{device.pk}/end").status_code == 404
    assert east1.get(f"/settings/people/{west1}/devices").status_code == 403
    assert east1.post(f"/settings/people/{west1}/devices/end").status_code == 403
    assert there.get("/today").status_code == 200
    boss = signed_in("boss")
    assert boss.get(f"/settings/people/{west1}/devices").status_code == 200
    assert boss.post(f"/settings/people/{west1}/devices/end").status_code == 302
    assert there.get("/today").status_code == 302
