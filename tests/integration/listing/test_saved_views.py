"""Saved views: whose they are, who sees them, who may change them."""

import pytest

from minghua.foundation.listing import operations as views
from minghua.foundation.listing import queries as view_reads
from minghua.foundation.listing.types import Condition, Sort, Spec, all_of
from minghua.foundation.listing.views import NoTeam, ViewNameTaken, Visibility
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.conftest import AT

SPEC = Spec(all_of(Condition("status", "is", ("lost",))), (Sort("net", True),), ("name",), "status")


def save(by: Actor, name: str = "流失", visibility: Visibility = Visibility.MINE) -> int:
    with unit_of_work(by, at=AT):
        return views.create_view("customers", name=name, spec=SPEC, visibility=visibility, by=by, at=AT)


def seen(company, username: str) -> list[str]:
    return [view.name for view in view_reads.visible_views(company.actor(username), "customers")]


def test_a_view_is_seen_by_whom_it_is_for(company):
    lead = company.actor("lead")
    save(lead, "我的")
    save(lead, "东街", Visibility.TEAM)
    save(lead, "大家", Visibility.ALL)
    assert seen(company, "lead") == ["我的", "东街", "大家"]
    assert seen(company, "east1") == ["东街", "大家"]
    assert seen(company, "west1") == ["大家"]
    assert view_reads.visible_views(lead, "orders") == []


def test_sharing_needs_the_permission_and_a_team(company):
    east1 = company.actor("east1")
    for visibility in (Visibility.TEAM, Visibility.ALL):
        with pytest.raises(Forbidden):
            save(east1, visibility=visibility)
    User.objects.filter(username="lead").update(team=None)
    with pytest.raises(NoTeam):
        save(company.actor("lead"), visibility=Visibility.TEAM)
    assert seen(company, "east1") == []


def test_a_foreign_view_is_not_found_and_stays(company):
    key = save(company.actor("lead"))
    other = company.actor("east1")
    with pytest.raises(NotFound):
        view_reads.view(other, key)
    for act in (
        lambda: views.update_view(key, name="x", by=other, at=AT),
        lambda: views.delete_view(key, by=other, at=AT),
    ):
        with pytest.raises(NotFound), unit_of_work(other, at=AT):
            act()
    assert seen(company, "lead") == ["流失"]


def test_a_shared_view_is_changed_by_its_maker_and_by_those_who_share(company):
    key = save(company.actor("lead"), visibility=Visibility.ALL)
    manager = company.actor("manager")
    with unit_of_work(manager, at=AT):
        views.update_view(key, name="已流失", visibility=Visibility.MINE, by=manager, at=AT)
    assert (seen(company, "lead"), seen(company, "manager")) == (["已流失"], [])
    assert view_reads.view(company.actor("lead"), key).spec["sort"] == ["-net"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_name(company, name):
    with pytest.raises(Invalid):
        save(company.actor("lead"), name)


def test_a_name_stands_once_per_person_and_list(company):
    lead = company.actor("lead")
    save(lead)
    second = save(lead, "其他")
    with pytest.raises(ViewNameTaken):
        save(lead)
    with pytest.raises(ViewNameTaken), unit_of_work(lead, at=AT):
        views.update_view(second, name="流失", by=lead, at=AT)
    save(company.actor("east1"))
    assert seen(company, "lead") == ["流失", "其他"]


def test_views_are_put_in_order_and_deleted(company):
    lead = company.actor("lead")
    keys = [save(lead, name) for name in ("甲", "乙", "丙")]
    with unit_of_work(lead, at=AT):
        views.reorder_views("customers", view_ids=keys[::-1], by=lead, at=AT)
    assert seen(company, "lead") == ["丙", "乙", "甲"]
    with unit_of_work(lead, at=AT):
        views.delete_view(keys[1], by=lead, at=AT)
    assert seen(company, "lead") == ["丙", "甲"]
