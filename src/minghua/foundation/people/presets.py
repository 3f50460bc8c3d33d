"""The six roles a company starts with; each is data that an administrator may change."""

from datetime import datetime
from typing import NamedTuple

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import Role
from minghua.foundation.people.types import Actor, ScopeKind

_READ = (
    "customers.view",
    "orders.view",
    "products.view",
    "interactions.view",
    "route.view",
    "pool.view",
    "tiering.view",
    "benefits.view",
    "points.view",
    "activities.view",
    "coupons.view",
    "grades.view",
    "service.view",
)
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
    "grades.record",
    "benefits.give",
    "points.record",
    "activities.record",
    "coupons.issue",
    "coupons.redeem",
    "service.work",
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
    "value.view",
    "service.lead",
    "engine.view",
)
_MANAGE = (
    *_LEAD,
    "value.costs",
    "pyramid.run",
    "engine.refresh",
    "policy.publish",
    "grades.publish",
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
    "privacy.hold",
    "tiering.record",
    "tiering.grant",
    "tiering.manage",
    "benefits.manage",
    "points.manage",
    "activities.manage",
    "coupons.manage",
    "service.manage",
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
            "service.work",
            "tokens.own",
        ),
        ScopeKind.ALL,
        ("mobile", "phone"),
    ),
    RolePreset(
        "auditor",
        "审计员",
        "Auditor",
        (
            *_READ,
            "value.view",
            "engine.view",
            "rights.view",
            "privacy.view",
            "audit.view",
            "parameters.view",
            "people.view",
            "system.view",
        ),
        ScopeKind.ALL,
    ),
)


def store_presets(*, by: Actor, at: datetime) -> int:
    """Create the preset roles that are missing and return how many; those that are there stay as they are."""
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


def grow_presets(*, by: Actor, at: datetime) -> int:
    """Give preset roles that nobody ever changed what an upgrade added to their preset, and return how many grew.

    A role somebody saved is theirs: it stays as it is. Nothing is taken away, and scope, masks and guards stay too.
    """
    grown = 0
    for preset in PRESETS:
        role = Role.objects.filter(code=preset.code).first()
        if role is None or "*" in role.permissions or not set(preset.permissions) - set(role.permissions):
            continue
        if _ever_changed(role):
            continue
        people.save_role(
            role.code,
            name_zh=role.name_zh,
            name_en=role.name_en,
            permissions=tuple({*role.permissions, *preset.permissions}),
            scope=role.scope,
            scope_team_ids=tuple(role.scope_teams.values_list("pk", flat=True)),
            masked_fields=tuple(role.masked_fields),
            by=by,
            at=at,
        )
        grown += 1
    return grown


def _ever_changed(role: Role) -> bool:
    """Whether a person saved the role: the audit record, which is never purged, remembers."""
    saved = AuditEvent.objects.filter(subject_type="people.Role", subject_id=str(role.pk), verb="role.saved")
    return saved.filter(actor_id__isnull=False).exists()
