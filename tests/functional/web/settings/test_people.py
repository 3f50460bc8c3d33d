"""Settings: accounts, teams and roles, what they refuse and what takes effect at once."""

import pytest
from django.test import Client

from minghua.foundation.people import directory
from minghua.foundation.people.models import Role, Team, User
from tests.company import PASSWORD
from tests.conftest import AT
from tests.functional.web.settings.door import everything, signed_in


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
    assert client.post(f"/settings/people/{company.user_ids['boss']}/invitation").status_code == 403
    form = {"username": "mole", "name": "鼹鼠", "roles": ["admin"]}
    assert client.post("/settings/people/new", form).status_code == 403
    assert not User.objects.filter(username="mole").exists()
    assert [role.code for role in User.objects.get(pk=target).roles.all()] == ["sales"]
    assert client.post(f"/settings/people/{target}", {"name": "孙小悦", "roles": ["sales"]}).status_code == 302


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "新"}, "username"),
        ({"username": "x1"}, "name"),
        ({"username": "boss", "name": "新"}, "username"),
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


def test_the_staff_list_needs_the_same_few_queries_for_three_as_for_thirty(
    company, boss, django_assert_max_num_queries
):
    role = Role.objects.get(code="sales")
    for number in range(30):
        user = User.objects.create(username=f"u{number}", name=f"员工{number}", joined_at=AT, team_id=company.east_shop)
        user.roles.add(role)
    with django_assert_max_num_queries(14):
        assert boss.get("/settings/people").status_code == 200
