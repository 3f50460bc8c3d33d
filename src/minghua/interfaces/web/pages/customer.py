"""The customer page 360: who it is, what happened, what hangs together with it; archive and change history behind tabs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import CustomerCard
from minghua.domain.customers.types.columns import AXES, COMPUTED_AXES
from minghua.domain.interactions import queries as interaction_reads
from minghua.interfaces.web import customer_panels, customer_values, display, storyline
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customers as customer_list
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

FACT_GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("联系方式", "Contact"), ("mobile", "phone", "wechat", "email")),
    (Text("地址", "Address"), ("province", "city", "district", "address", "area")),
    (Text("身份", "Identity"), ("name", "short_name", "gender", "birthday")),
)
_PERSONAL = frozenset({"gender", "birthday"})
COMPUTED_LATER = frozenset({"value_class", "pyramid_tier", "lifecycle_stage", "loyalty_class", "relation_type"})
TIMELINE_PAGE = 25


@page("customers.view")
def customer(request: Any, customer_id: int) -> HttpResponse:
    """Show one customer whole."""
    card = customer_reads.customer(request.actor, customer_id)
    context = frame(request, card, tab="overview") | {
        "fact_groups": _fact_groups(card) + placed(request.actor, card, "header"),
        "axes": _axes(card),
        **story(request, customer_id),
        **customer_panels.all_of(request, card),
    }
    return render(request, "customer/page.html", context, using="jinja")


@page("customers.view")
def timeline(request: Any, customer_id: int) -> HttpResponse:
    """Answer a stretch of the timeline: the thread anew for a filter, its continuation for a cursor."""
    template = "customer/_entries.html" if request.GET.get("cursor") else "customer/_thread.html"
    context = {"customer_id": customer_id, **customer_panels.common(request), **story(request, customer_id)}
    return render(request, template, context, using="jinja")


@page("customers.view")
def archive(request: Any, customer_id: int) -> HttpResponse:
    """Show the archive: four blocks (R07.1), checklists (R06.2), score (R07.5)."""
    on = local_date(request.at)
    found = customer_reads.archive(request.actor, customer_id, on=on)
    context = frame(request, found.card, tab="archive") | {"archive": found, "fields": customer_reads.archive_fields()}
    return render(request, "customer/archive.html", context, using="jinja")


@page("customers.view")
def changes(request: Any, customer_id: int) -> HttpResponse:
    """Show what each field was before: old value, who, when, from where (A07.2)."""
    field, cursor = request.GET.get("field", "")[:80], request.GET.get("cursor", "")
    found = customer_reads.changes(request.actor, customer_id, field=field, cursor=cursor)
    context = {"changes": found, "values": customer_values, "only_field": field, "customer_id": customer_id}
    if cursor:
        return render(request, "customer/_changes.html", context, using="jinja")
    card = customer_reads.customer(request.actor, customer_id)
    return render(request, "customer/changes.html", frame(request, card, tab="changes") | context, using="jinja")


def frame(request: Any, card: CustomerCard, *, tab: str) -> dict[str, Any]:
    """Return what the head of every page of a customer needs."""
    return {
        "card": card,
        "customer_id": card.id,
        "tab": tab,
        "around": customer_list.around(request, card.id) if request.GET else None,
        "use_restricted": bool(interaction_reads.restricted_ids([card.id])),
        "reasons": customer_values.choices("customers.owner_reason"),
        "colleagues": customer_panels.colleagues(request.actor),
        "owners": customer_panels.owners(request.actor),
        "teams": customer_panels.teams(request.actor),
        **customer_panels.common(request),
    }


def story(request: Any, customer_id: int) -> dict[str, Any]:
    """Return one page of the timeline in words."""
    chosen = request.GET.get("story", "")  # the list's own filters travel in the same address
    kinds = storyline.kinds()
    wanted = next((kinds_ for code, _name, kinds_ in kinds if code == chosen), ())
    cursor = request.GET.get("cursor", "") if request.resolver_match.url_name == "customer_timeline" else ""
    found = customer_reads.timeline(request.actor, customer_id, kinds=wanted, cursor=cursor, limit=TIMELINE_PAGE)
    last = found.items[-1].at.astimezone(display.ZONE).date().isoformat() if found.items else ""
    return {
        "story_kinds": kinds,
        "story_kind": chosen,
        "story_days": storyline.days(found.items, after=request.GET.get("after", "")),
        "story_next": found.next_cursor,
        "story_last": last,
    }


def _fact_groups(card: CustomerCard) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for name, paths in FACT_GROUPS:
        shown = [path for path in paths if path not in _PERSONAL or card.kind == "person"]
        groups.append((display.say(name), [(path, customer_values.shown(path, card[path])) for path in shown]))
    return groups


def placed(viewer: Any, card: CustomerCard, place: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields that the layout puts there, as one more group of facts; none when it puts none."""
    fields = customer_reads.archive_layout(viewer, card.kind, card["market_kind"]).places[place]
    facts = [(field.path, customer_values.shown(field.path, card[field.path])) for field in fields]
    return [(display.say(Text("本店字段", "Our own fields")), facts)] if facts else []


def _axes(card: CustomerCard) -> list[dict[str, Any]]:
    """Each axis of R01.1 with its value and reason; one that other rooms compute is left out while it is empty."""
    axes = []
    is_channel = card["market_kind"] == "channel"
    for field in (*AXES, "channel_kind", "screening"):
        if not card[field] and (field in COMPUTED_LATER or (field == "channel_kind" and not is_channel)):
            continue
        computed = field in COMPUTED_AXES or field == "kind"
        why = card.axes_why.get(field)
        axes.append(
            {
                "path": field,
                "label": customer_values.label(field),
                "shown": customer_values.shown(field, card[field]),
                "editable": not computed and card.may_edit,
                "why": why,
                "reason": display.say(Text(**why["reason"])) if why else "",
            }
        )
    return axes


urls = [
    path("customers/<int:customer_id>", customer, name="customer"),
    path("customers/<int:customer_id>/timeline", timeline, name="customer_timeline"),
    path("customers/<int:customer_id>/archive", archive, name="customer_archive"),
    path("customers/<int:customer_id>/changes", changes, name="customer_changes"),
]
