"""The Jinja environment: escaping on, undefined names refused, Chinese message ids, and the words templates may use."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from minghua.interfaces.web import (
    alike_words,
    colour_names,
    display,
    icons,
    moulds,
    navigation,
    servings,
    statics,
    trade_values,
)


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend renders with."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(_filters())
    env.globals.update(_globals())
    return env


def _filters() -> dict[str, Any]:
    shown = (display.say, display.spoken, display.money, display.money_short, display.number)
    measured = (display.quantity, display.measured)
    timed = (display.day, display.moment, display.ago, display.phone)
    return {function.__name__: function for function in (*shown, *measured, *timed)} | {
        "attrs": attributes,
        "json_attr": json_attribute,
        "mould": moulds.Mould,
        "label": label,
        "tone": tone,
        "whole": whole,
        "source_name": trade_values.source,
        "amount": servings.amount,
        "share_of": servings.percent,
        "day_before": servings.last_day,
    }


def _globals() -> dict[str, Any]:
    return {
        "url": link,
        "static": statics.address,
        "alike_words": alike_words,
        "icon": icons.icon,
        "slot": moulds.slot,
        "colour_names": colour_names.NAMES,
        "language": display.language,
        "nav_groups": navigation.groups,
        "nav_bar": navigation.bar,
        "place_name": navigation.name_of,
        "page_commands": navigation.commands,
        "theme_of": theme_of,
        "nav_state_of": nav_state_of,
        "messages_of": get_messages,
    }


def whole(text: str) -> Markup:
    """Return the text as one piece that no line breaks."""
    return Markup('<span class="nowrap">{}</span>').format(text)


def attributes(values: Mapping[str, Any]) -> Markup:
    """Return HTML attributes, escaped; True stands bare, False and None are left out, mappings become JSON."""
    kept = ((name, value) for name, value in values.items() if value is not None and value is not False)
    return Markup(" ").join(_attribute(name, value) for name, value in kept)


def _attribute(name: str, value: Any) -> Markup:
    if value is True:
        return escape(name)
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else value
    return Markup('%s="%s"') % (name, text)


def json_attribute(value: Any) -> str:
    """Return JSON text for an attribute (the template escapes it)."""
    return json.dumps(value, ensure_ascii=False, default=str)


def label(code: str | None, vocabulary: str) -> str:
    """Return the name of a vocabulary's term in the reader's language: `status|label("customers.status")`."""
    from minghua.foundation.vocabulary import queries as vocabularies

    return display.say(vocabularies.label(vocabulary, code)) if code else display.NOTHING


def tone(name: str) -> int:
    """Return which of six quiet colours stands for a name, the same every time."""
    return sum(map(ord, name or "")) % 6


def link(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named route: `url("customer", 7)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def theme_of(request: HttpRequest) -> str:
    """Return the theme the reader chose, in this browser or in the record: "auto", "light" or "dark"."""
    chosen = request.COOKIES.get("theme") or getattr(getattr(request, "user", None), "theme", "")
    return chosen if chosen in ("light", "dark") else "auto"


def nav_state_of(request: HttpRequest) -> str:
    """Return whether the sidebar is "open" or folded to a "rail"."""
    return "rail" if request.COOKIES.get("nav") == "rail" else "open"
