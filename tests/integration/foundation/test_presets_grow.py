"""An upgrade adds the new permissions of a preset to preset roles that nobody ever changed, and to no others."""

from datetime import datetime

import pytest

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import operations as people
from minghua.foundation.people import presets
from minghua.foundation.people.models import Role
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company

pytestmark = pytest.mark.django_db
NEW = "privacy.hold"


def as_before_the_upgrade(code: str) -> Role:
    role = Role.objects.get(code=code)
    role.permissions = [each for each in role.permissions if each != NEW]
    role.save()
    return role


def grow(at: datetime) -> int:
    with unit_of_work(SYSTEM, at=at):
        return presets.grow_presets(by=SYSTEM, at=at)


def test_an_untouched_preset_role_learns_what_an_upgrade_added_once(company: Company, at: datetime) -> None:
    before = as_before_the_upgrade("manager")
    others = dict(Role.objects.exclude(code="manager").values_list("code", "permissions"))
    assert grow(at) == 1
    manager = Role.objects.get(code="manager")
    assert set(manager.permissions) - set(before.permissions) == {NEW}
    assert (manager.scope, manager.masked_fields) == (before.scope, before.masked_fields)
    assert AuditEvent.objects.filter(verb="role.saved").latest("seq").data["added"] == [NEW]
    assert dict(Role.objects.exclude(code="manager").values_list("code", "permissions")) == others
    assert grow(at) == 0


def test_a_role_somebody_changed_stays_theirs(company: Company, at: datetime) -> None:
    boss, role = company.actor("boss"), as_before_the_upgrade("manager")
    with unit_of_work(boss, at=at):
        people.save_role(
            "manager",
            name_zh=role.name_zh,
            name_en=role.name_en,
            permissions=tuple(role.permissions),
            scope=role.scope,
            by=boss,
            at=at,
        )
    assert grow(at) == 0
    assert NEW not in Role.objects.get(code="manager").permissions
