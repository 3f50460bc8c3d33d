"""Settings: roles as a matrix of permissions, with data scope and masked fields."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.people import directory, membership
from minghua.foundation.people import operations as people
from minghua.foundation.people.types import ScopeKind
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.web import answers
from minghua.interfaces.web.audit_values import SCOPES
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

AREAS = (
    (Text("客户", "Customers"), ("customers", "pool", "interactions")),
    (Text("同意与权利", "Consent and rights"), ("consent", "policy", "rights", "privacy")),
    (
        Text("等级与价值", "Levels and value"),
        ("grades", "value", "pyramid", "engine", "tiering", "benefits", "points", "activities", "coupons"),
    ),
    (Text("交易", "Trade"), ("orders", "products")),
    (Text("客户服务", "Customer service"), ("service",)),
    (Text("路线与补货", "Route and refills"), ("route", "jars")),
    (Text("数据", "Data"), ("imports", "exports", "views", "tokens", "webhooks")),
    (Text("管理", "Administration"), ("people", "roles", "parameters", "routing", "audit", "jobs", "system")),
)
PERSONAL = ("name", "short_name", "mobile", "phone", "email", "wechat", "address", "birthday")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


@page("people.view")
def roles(request: Any) -> HttpResponse:
    """Show every role against every permission."""
    context = {
        "roles": directory.roles(request.actor),
        "areas": areas(),
        "scopes": SCOPES,
        "may_edit": _may_edit(request),
    }
    return show(request, "roles", "roles", context)


@page("roles.manage", methods=("GET", "HEAD", "POST"))
def new_role(request: Any) -> HttpResponse:
    """Show the empty sheet, or make a role of it."""
    if request.method != "POST":
        return _sheet(request, None, _blank())
    given = _given(request)

    def create() -> None:
        if not _CODE.fullmatch(given["code"]):
            raise Invalid(
                "代码用小写字母开头，只含小写字母、数字和下划线。",
                "Begin with a lower-case letter; use lower-case letters, digits, underscores.",
                field="code",
            )
        if given["code"] in {role.code for role in directory.roles(request.actor)}:
            raise Invalid("已有使用这个代码的角色。", "A role with that code exists.", field="code")
        _save(request, given["code"], given)

    refusal = attempt(request, create, confirmed=True)
    if refusal is not None:
        return _sheet(request, None, given, refusal)
    return done(request, _("角色已创建。"), "/settings/roles")


@page("people.view", methods=("GET", "HEAD", "POST"))
def role(request: Any, code: str) -> HttpResponse:
    """Show one role, or save what was changed."""
    known = directory.role(request.actor, code)
    if request.method != "POST":
        return _sheet(request, known, _shown(known))
    given = _given(request)
    if "*" in known.permissions:
        given["permissions"] = {"*"}
    refusal = attempt(request, lambda: _save(request, code, given), confirmed=True)
    if refusal is not None:
        return _sheet(request, known, given, refusal)
    return done(request, _("角色已保存，立即生效。"), f"/settings/roles/{code}")


def areas() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Return the permissions by area, in the order of the table; being signed in is no permission to give."""
    grouped = [
        (name, [(code, text) for code, text in PERMISSIONS.items() if code.split(".")[0] in rooms and "." in code])
        for name, rooms in AREAS
    ]
    placed = {code for _name, pairs in grouped for code, _text in pairs}
    rest = [(code, text) for code, text in PERMISSIONS.items() if "." in code and code not in placed]
    return [*grouped, (Text("其他", "Other"), rest)] if rest else grouped


def maskable() -> list[tuple[str, Text]]:
    """Return the fields a role may see masked: those by which a person is reached, and the sensitive ones."""
    return [
        (field.code, field.label)
        for field in customer_reads.archive_fields().values()
        if field.code in PERSONAL or field.sensitive or field.custom
    ]


def _may_edit(request: Any) -> bool:
    return bool(request.actor.may("roles.manage"))


def _blank() -> dict[str, Any]:
    empty: dict[str, Any] = {"code": "", "name_zh": "", "name_en": "", "scope": ScopeKind.OWN}
    empty |= {"mfa_required": False, "mfa_grace_days": "7", "export_rows": ""}
    return empty | {"permissions": set(), "scope_team_ids": set(), "masked": set()}


def _shown(known: directory.RoleSheet) -> dict[str, Any]:
    return {
        "code": known.code,
        "name_zh": known.name.zh,
        "name_en": known.name.en,
        "scope": known.scope,
        "permissions": set(known.permissions),
        "scope_team_ids": set(known.scope_team_ids),
        "masked": set(known.masked),
        "mfa_required": known.mfa_since is not None,
        "mfa_grace_days": str(known.mfa_grace_days),
        "export_rows": "" if known.export_rows is None else str(known.export_rows),
    }


def _given(request: Any) -> dict[str, Any]:
    form = request.POST
    texts = {key: form.get(key, "").replace("\x00", "").strip()[:40] for key in ("code", "name_zh", "name_en", "scope")}
    return texts | {
        "permissions": set(form.getlist("permissions")),
        "scope_team_ids": {int(key) for key in form.getlist("scope_teams") if key.isdecimal() and len(key) < 19},
        "mfa_required": form.get("mfa_required") == "1",
        "mfa_grace_days": form.get("mfa_grace_days", "7").strip()[:10],
        "export_rows": form.get("export_rows", "").strip()[:10],
        "masked": set(form.getlist("masked")) & {code for code, _name in maskable()},
    }


def _save(request: Any, code: str, given: dict[str, Any]) -> None:
    for key in ("name_zh", "name_en"):
        if not given[key]:
            raise Invalid("请填写中英文名称。", "Give it a name in both languages.", field=key)
    people.save_role(
        code,
        name_zh=given["name_zh"],
        name_en=given["name_en"],
        permissions=tuple(given["permissions"]),
        scope=given["scope"],
        scope_team_ids=tuple(given["scope_team_ids"]),
        masked_fields=tuple(given["masked"]),
        by=request.actor,
        at=request.at,
    )

    membership.guard_role(
        code,
        export_rows=answers.optional_number(given["export_rows"], field="export_rows"),
        mfa_required=given["mfa_required"],
        grace_days=answers.number(given["mfa_grace_days"], field="mfa_grace_days"),
        by=request.actor,
        at=request.at,
    )


def _sheet(
    request: Any, known: directory.RoleSheet | None, given: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    error = refusal.message(request.actor.language) if refusal else ""
    context = {
        "role": known,
        "given": given,
        "areas": areas(),
        "scopes": SCOPES,
        "maskable": maskable(),
        "teams": [team for team in directory.team_tree(request.actor) if team.active],
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
        "all_powers": "*" in given["permissions"],
        "may_edit": _may_edit(request),
    }
    return show(request, "roles", "role", context, status=refusal.status if refusal else 200)


urls = [
    path("settings/roles", roles, name="settings_roles"),
    path("settings/roles/new", new_role, name="settings_role_new"),
    path("settings/roles/<slug:code>", role, name="settings_role"),
]
