"""The six roles a company starts with; each is data that an administrator may change."""

from datetime import datetime
from typing import NamedTuple

from minghua.foundation.people import operations as people
from minghua.foundation.people.models import Role
from minghua.foundation.people.types import Actor, ScopeKind

_READ = ("customers.view", "orders.view", "products.view", "interactions.view", "route.view", "pool.view")
_WORK = (
    *_READ,
    "customers.create",
    "customers.edit",
    "customers.share",
    "customers.tag",
    "pool.claim",
    "orders.record",
    "interactions.log",
    "consent.record",
    "customers.reveal",
    "route.deliver",
    "jars.edit",
    "people.view",
    "tokens.own",
)
_LEAD = (
    *_WORK,
    "customers.merge",
    "customers.assign",
    "customers.close",
    "customers.clean",
    "customers.export",
    "orders.export",
    "products.edit",
    "imports.run",
    "views.share",
)
_MANAGE = (
    *_LEAD,
    "policy.publish",
    "rights.view",
    "rights.handle",
    "rights.export",
    "imports.undo",
    "imports.view_all",
    "pool.manage",
    "routing.manage",
    "parameters.view",
    "parameters.edit",
    "jobs.view",
    "audit.view",
    "exports.approve",
    "privacy.view",
)


class RolePreset(NamedTuple):
    """A role to begin with."""

    code: str
    zh: str
    en: str
    permissions: tuple[str, ...]
    scope: ScopeKind
    masked: tuple[str, ...] = ()


PRESETS = (
    RolePreset("admin", "系统管理员", "Administrator", ("*",), ScopeKind.ALL),
    RolePreset("manager", "经理", "Manager", _MANAGE, ScopeKind.ALL),
    RolePreset("team_lead", "主管", "Team lead", _LEAD, ScopeKind.TEAM_TREE),
    RolePreset("sales", "销售", "Sales", _WORK, ScopeKind.OWN),
    RolePreset(
        "service",
        "客服",
        "Service",
        (
            *_READ,
            "interactions.log",
            "consent.record",
            "customers.reveal",
            "rights.view",
            "rights.handle",
            "tokens.own",
        ),
        ScopeKind.ALL,
        ("mobile", "phone"),
    ),
    RolePreset(
        "auditor",
        "审计员",
        "Auditor",
        (*_READ, "rights.view", "privacy.view", "audit.view", "parameters.view", "people.view", "system.view"),
        ScopeKind.ALL,
    ),
)


def store_presets(*, by: Actor, at: datetime) -> int:
    """Create the preset roles that are missing and return how many; changed ones stay as they are."""
    known = set(Role.objects.values_list("code", flat=True))
    missing = [preset for preset in PRESETS if preset.code not in known]
    for preset in missing:
        people.save_role(
            preset.code,
            name_zh=preset.zh,
            name_en=preset.en,
            permissions=preset.permissions,
            scope=preset.scope,
            masked_fields=preset.masked,
            by=by,
            at=at,
        )
    return len(missing)
