"""Settings: the routing table, edited as a whole and published with a day from which it holds."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.notices.types import MODES, Carrier, NoticeMode
from minghua.foundation.people import directory
from minghua.foundation.people import queries as people
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.foundation.routing.types import ANY, IMPORTANCES, RECIPIENTS, TYPES, UNCONNECTED, Route
from minghua.interfaces.web import answers, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

LINES = 30


@page("routing.manage", methods=("GET", "HEAD", "POST"))
def table(request: Any) -> HttpResponse:
    """Show the table in force, or publish another one."""
    if request.method != "POST":
        return _sheet(request, [route.to_json() for route in routing_reads.table_on(local_date(request.at)).routes])
    refusal = attempt(request, lambda: _publish(request))
    if refusal is None:
        return done(request, _("新的流转表已发布，从生效日起使用。"), "/settings/routing")
    return _sheet(request, _typed(request), refusal=refusal)


def _publish(request: Any) -> None:
    day = answers.optional_day(request.POST.get("valid_from"), field="valid_from") or local_date(request.at)
    routes = [_route(line) for line in _typed(request)]
    reason = request.POST.get("reason", "")
    routing.publish(routes, valid_from=day, reason=reason, by=request.actor, at=request.at)


def _typed(request: Any) -> list[dict[str, Any]]:
    """The lines of the form; a line without a type is not there."""
    form = request.POST
    found = []
    for number in range(LINES):
        info_type = form.get(f"type-{number}", "")
        if not info_type:
            continue
        found.append(
            {
                "info_type": info_type,
                "importance": form.get(f"importance-{number}", ANY),
                "recipients": [name for name in form.getlist(f"to-{number}") if name],
                "mode": form.get(f"mode-{number}", ""),
                "carriers": form.getlist(f"by-{number}"),
                "minutes": form.get(f"minutes-{number}", "").strip(),
                "action": [form.get(f"action-{number}", ""), form.get(f"action_en-{number}", "")],
            }
        )
    return found


def _route(line: dict[str, Any]) -> Route:
    minutes = answers.optional_number(str(line["minutes"] or ""), field="minutes")
    if line["mode"] not in set(NoticeMode) or not set(line["carriers"]) <= set(Carrier):
        raise Invalid("请从列表中选择。", "Choose one from the list.", field="mode")
    zh, en = line["action"]
    return Route(
        info_type=line["info_type"],
        importance=line["importance"],
        recipients=tuple(line["recipients"]),
        mode=NoticeMode(line["mode"]),
        carriers=tuple(Carrier(each) for each in line["carriers"]),
        minutes=minutes,
        action=Text(zh.strip(), en.strip() or zh.strip()),
    )


def _sheet(request: Any, lines: list[dict[str, Any]], *, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    now = routing_reads.table_on(local_date(request.at))
    context = {
        "current": now,
        "lines": [*lines, None, None],
        "versions": routing_reads.versions(actor),
        "types": [(code, display.say(name)) for code, name in TYPES.items()],
        "importances": [(ANY, _("任意"))] + [(code, code) for code in IMPORTANCES],
        "modes": [(code, display.say(name)) for code, name in MODES.items()],
        "carriers": [(str(Carrier.IN_APP), _("站内")), (str(Carrier.MAIL), _("邮件"))],
        "unconnected": UNCONNECTED,
        "recipients": _recipients(actor),
        "today": local_date(request.at).isoformat(),
        "error": answers.told(refusal) if refusal else "",
        "given": request.POST if refusal else {},
    }
    return show(request, "routing", "routing", context, status=refusal.status if refusal else 200)


def _recipients(actor: Any) -> list[tuple[str, str]]:
    """Everyone a line may name: by tie to the customer, by role, by team, by name."""
    found = [(code, display.say(name)) for code, name in RECIPIENTS.items()]
    found += [
        (f"role:{sheet.code}", _("角色：%(name)s") % {"name": display.say(sheet.name)})
        for sheet in directory.roles(actor)
    ]
    found += [(f"team:{pk}", _("部门：%(name)s") % {"name": name}) for pk, name, _path in people.teams(actor)]
    return found + [(f"user:{pk}", name) for pk, name, _team in people.colleagues(actor)]


urls = [path("settings/routing", table, name="settings_routing")]
