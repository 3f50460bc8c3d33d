"""Start-up checks: a page without a policy stops the server before anyone finds it (trust T4)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

OTHERS = ("allauth.", "ninja.", "django.", "minghua.interfaces.rest.")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address pattern of the house with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, _function(entry.callback)


def _function(view: Any) -> Any:
    return view.func if isinstance(view, partial) else view


def policy_of(view: Any) -> str | None:
    """Return the permission a web view declares, or None."""
    return getattr(view, "permission", None)


@register()
def every_page_has_a_policy(**_: Any) -> list[Error]:
    """Report each of our own views that does not declare its permission; libraries guard their own."""
    return [
        Error(f"{where} has no policy: put @page(...) on {view.__module__}.{view.__name__}", id="minghua.E001")
        for where, view in routes()
        if policy_of(view) is None and not view.__module__.startswith(OTHERS)
    ]
