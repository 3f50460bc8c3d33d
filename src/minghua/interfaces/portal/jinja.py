"""The Jinja environment of the member centre: escaping on, undefined names refused, Chinese message ids."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from minghua.interfaces.portal import words

_STATIC = Path(__file__).parent / "static" / "portal"


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend renders with."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, extensions=["jinja2.ext.i18n"], **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    spoken = (
        words.say,
        words.money,
        words.day,
        words.last_day,
        words.quantity,
        words.label,
        words.moved,
        words.phone,
        words.agreed,
        words.standing,
        words.came_to,
    )
    env.filters.update({function.__name__: function for function in spoken})
    env.globals.update(
        {"url": _link, "asset": asset, "language": words.language, "signed": words.signed, "net": words.net}
    )
    return env


@cache
def asset(name: str) -> str:
    """Return the address of a file of the member centre, which changes with its content."""
    sum_of_it = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
    return f"{settings.STATIC_URL}portal/{name}?v={sum_of_it}"


def _link(name: str, *args: Any) -> str:
    return reverse(f"member_{name}", args=args or None)
