"""The guard at every web page: who may come in, and how a refusal is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.storage import races
from minghua.interfaces.web import failures, moved, readable
from minghua.kernel.errors import NotFound, Refusal

PUBLIC = "public"
View = Callable[..., HttpResponse]


class StaffRequest(Protocol):
    """What pages may rely on beyond Django's request: the actor, the instant and the language."""

    actor: Actor


def page(permission: str, *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Guard a view by a permission of the table ("public" for none) and by its methods.

    Refusals become pages, toasts or field errors; an expected refusal is never a 500 (law 5), nor is a lost race.
    """
    if permission != PUBLIC and permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return failures.wrong_method(request, methods)
            response = _answered(request, view, permission, args, kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answered(
    request: HttpRequest, view: View, permission: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    try:
        if permission != PUBLIC:
            require(cast(StaffRequest, request).actor, permission)
        readable.check(request, kwargs)
        return view(request, *args, **kwargs)
    except NotFound as refusal:
        return moved.leads_to(request, kwargs.get("customer_id")) or failures.answer(request, refusal)
    except Refusal as refusal:
        return failures.answer(request, refusal)
    except DatabaseError as error:
        if not races.is_lost(error):
            raise
        return failures.answer(request, races.refusal(error))


def public(view: View) -> View:
    """Mark a view that anybody may see (health, static texts)."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view
