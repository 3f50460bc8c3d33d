"""The palette's answers: people, orders, products and pages, by name, pinyin, initials, phone tail or number."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import CustomerRow
from minghua.foundation.search import queries as search
from minghua.interfaces.web import display, navigation
from minghua.interfaces.web.guard import page
from minghua.kernel.words import Text

_PREFIXES = {"@": ("customer",), "#": ("order",), "/": ()}
_KINDS = {
    "customer": (Text("客户", "Customers"), "user-round", "/customers/{}"),
    "order": (Text("订单", "Orders"), "receipt", "/orders/{}"),
    "product": (Text("产品", "Products"), "package", "/products/{}"),
}
LIMIT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette."""

    text: str
    note: str
    url: str
    icon: str
    keys: str = ""


@page("signed_in")
def find(request: Any) -> HttpResponse:
    """Answer what was typed; nothing typed shows the pages."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    prefix = typed[:1] if typed[:1] in _PREFIXES else ""
    text = typed[1:].strip() if prefix else typed
    kinds = _PREFIXES[prefix] if prefix else tuple(_KINDS)
    groups = [*_things(request, text, kinds), *_pages(request, text if prefix in {"", "/"} else None)]
    return render(request, "find/results.html", {"groups": groups, "typed": typed}, using="jinja")


def _things(request: Any, text: str, kinds: tuple[str, ...]) -> list[tuple[str, list[Found]]]:
    hits = search.find(request.actor, text, kinds=kinds, limit=LIMIT) if text and kinds else []
    people = customer_reads.summaries(request.actor, [hit.ref_id for hit in hits if hit.kind == "customer"])
    by_kind: dict[str, list[Found]] = {}
    for hit in hits:
        _name, icon, address = _KINDS[hit.kind]
        known = people.get(hit.ref_id) if hit.kind == "customer" else None
        title, note = (known.name, _who(known)) if known else (hit.title, hit.subtitle)
        by_kind.setdefault(hit.kind, []).append(Found(title, note, address.format(hit.ref_id), icon))
    return [(display.say(_KINDS[kind][0]), lines) for kind, lines in by_kind.items()]


def _who(row: CustomerRow) -> str:
    """What tells namesakes apart: number, place, the end of the phone number where it may be read, owner."""
    tail = row.mobile[-4:]
    ending = _("尾号 %(n)s") % {"n": tail} if len(tail) == 4 and tail.isdigit() else ""
    return " · ".join(part for part in (row.number, row.city, ending, row.owner_name or row.pool_name) if part)


def _pages(request: Any, text: str | None) -> list[tuple[str, list[Found]]]:
    if text is None:
        return []
    groups = ((_("页面"), navigation.commands(request)), (_("操作"), navigation.actions(request)))
    named = (
        (name, [_line(place) for place in places if _is_called(place, text.casefold())]) for name, places in groups
    )
    return [(name, lines) for name, lines in named if lines]


def _line(place: navigation.Place) -> Found:
    return Found(display.say(place.name), "", place.url, place.icon, place.keys)


def _is_called(place: navigation.Place, text: str) -> bool:
    return text in place.name.zh or text in place.name.en.casefold()


urls = [path("find", find, name="find")]
