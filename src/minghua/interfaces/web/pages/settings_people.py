"""Settings: the members of staff, their accounts, teams and roles."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.history import queries as history_reads
from minghua.foundation.people import directory, invitations, membership
from minghua.foundation.people import operations as people
from minghua.foundation.people.invitations import Invitation
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, Refusal

STATES = {"active": True, "left": False, "lacking": True}
NEW = {"username": "", "name": "", "email": "", "team_id": "", "roles": ()}


@page("people.view")
def staff(request: Any) -> HttpResponse:
    """Show who works here."""
    given = request.GET
    state = given.get("state", "active")
    team_id = _number(given.get("team", ""))
    found = directory.staff(
        request.actor, text=given.get("q", "").strip()[:60], team_id=team_id, active=STATES.get(state)
    )
    if state == "lacking":
        found = [each for each in found if not each.has_second_step]
    context = {"people": found, "now": request.at, "q": given.get("q", ""), "state": state, "team_id": team_id or ""}
    return show(request, "people", "people", context | _choices(request))


@page("people.manage", methods=("GET", "HEAD", "POST"))
def new_person(request: Any) -> HttpResponse:
    """Show the empty form, or make the account."""
    if request.method != "POST":
        return _form(request, None, NEW)
    given = _given(request)
    made: list[tuple[int, Invitation]] = []

    def create() -> None:
        fields = _named(given)
        team_id = _number(given["team_id"])
        user_id = people.create_user(
            fields["username"],
            name=fields["name"],
            email=given["email"],
            password=None,
            team_id=team_id,
            role_codes=given["roles"],
            by=request.actor,
            at=request.at,
        )
        made.append((user_id, invitations.invite(user_id, by=request.actor, at=request.at)))

    refusal = attempt(request, create, confirmed=True)
    if refusal is not None:
        return _form(request, None, given, refusal)
    user_id, invitation = made[0]
    return _form(request, user_id, None, invitation=invitation)


@page("people.view", methods=("GET", "HEAD", "POST"))
def person(request: Any, user_id: int) -> HttpResponse:
    """Show one person, or save what was changed."""
    if request.method != "POST":
        return _form(request, user_id, None)
    given = _given(request)
    refusal = attempt(
        request,
        lambda: membership.edit_user(
            user_id,
            name=given["name"],
            email=given["email"],
            team_id=_number(given["team_id"]),
            role_codes=given["roles"],
            by=request.actor,
            at=request.at,
        ),
        confirmed=True,
    )
    if refusal is not None:
        return _form(request, user_id, given, refusal)
    return done(request, _("已保存。"), f"/settings/people/{user_id}")


@page("people.manage", methods=("POST",))
def deactivation(request: Any, user_id: int) -> HttpResponse:
    """Let a person sign in no more; every session ends."""
    return _turned(request, user_id, active=False, said=_("已停用，所有登录已退出。"))


@page("people.manage", methods=("POST",))
def activation(request: Any, user_id: int) -> HttpResponse:
    """Let a person sign in again."""
    return _turned(request, user_id, active=True, said=_("已恢复，可以重新登录。"))


def _turned(request: Any, user_id: int, *, active: bool, said: str) -> HttpResponse:
    refusal = attempt(
        request,
        lambda: membership.set_active(user_id, active=active, by=request.actor, at=request.at),
        confirmed=active,  # to shut somebody out must be quick
    )
    if refusal is not None:
        return _form(request, user_id, None, refusal)
    return done(request, said, f"/settings/people/{user_id}")


@page("people.manage", methods=("POST",))
def invitation(request: Any, user_id: int) -> HttpResponse:
    """Take away a password that was forgotten or told, and show once the link by which its owner chooses another."""
    made: list[Invitation] = []
    refusal = attempt(
        request,
        lambda: made.append(invitations.invite(user_id, by=request.actor, at=request.at)),
        confirmed=True,
    )
    if refusal is not None:
        return _form(request, user_id, None, refusal)
    return _form(request, user_id, None, invitation=made[0])


@page("people.manage", methods=("POST",))
def second_step(request: Any, user_id: int) -> HttpResponse:
    """Take away a lost second step; the person is signed out and sets up another."""
    refusal = attempt(
        request,
        lambda: membership.reset_second_step(user_id, by=request.actor, at=request.at),
        confirmed=True,
    )
    if refusal is not None:
        return _form(request, user_id, None, refusal)
    return done(request, _("两步验证已重置，请本人重新登录并设置。"), f"/settings/people/{user_id}")


def _given(request: Any) -> dict[str, Any]:
    form = request.POST
    fields = {key: form.get(key, "").strip().replace("\x00", "") for key in ("username", "name", "email", "team_id")}
    return fields | {"roles": tuple(form.getlist("roles"))}


def _named(given: dict[str, Any]) -> dict[str, Any]:
    for key, zh, en in (
        ("username", "请填写用户名。", "Enter a user name."),
        ("name", "请填写姓名。", "Enter a name."),
    ):
        if not given[key] or len(given[key]) > 60:
            raise Invalid(zh, en, field=key)
    return given


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _choices(request: Any) -> dict[str, Any]:
    tree = directory.team_tree(request.actor)
    return {
        "team_options": [(team.id, "　" * team.depth + team.name) for team in tree if team.active],
        "all_roles": directory.roles(request.actor),
        "may_manage": request.actor.may("people.manage"),
    }


def _form(
    request: Any,
    user_id: int | None,
    given: dict[str, Any] | None,
    refusal: Refusal | None = None,
    *,
    invitation: Invitation | None = None,
) -> HttpResponse:
    shown = None if user_id is None else directory.person(request.actor, user_id)
    if given is None and shown is not None:
        given = {"username": shown.username, "name": shown.name, "email": shown.email}
        given |= {"team_id": shown.team_id or "", "roles": shown.role_codes}
    error = refusal.message(request.actor.language) if refusal else ""
    context = {
        "person": shown,
        "given": given or NEW,
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
        "history": history_reads.changes_of("people.User", user_id, limit=20).items if user_id else (),
        "now": request.at,
        "invitation": invitation,
        "link": request.build_absolute_uri(f"/join/{invitation.token}") if invitation else "",
        "is_me": user_id == request.actor.user_id,
    }
    return show(request, "people", "person", context | _choices(request), status=refusal.status if refusal else 200)


urls = [
    path("settings/people", staff, name="settings_people"),
    path("settings/people/new", new_person, name="settings_person_new"),
    path("settings/people/<int:user_id>", person, name="settings_person"),
    path("settings/people/<int:user_id>/deactivation", deactivation, name="settings_person_deactivation"),
    path("settings/people/<int:user_id>/activation", activation, name="settings_person_activation"),
    path("settings/people/<int:user_id>/second-step", second_step, name="settings_person_second_step"),
    path("settings/people/<int:user_id>/invitation", invitation, name="settings_person_invitation"),
]
