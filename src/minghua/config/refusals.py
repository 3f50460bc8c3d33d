"""Which door answers when no page was reached: members stay in their centre, everybody else with the staff's pages."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from minghua.interfaces.portal import door as portal
from minghua.interfaces.web import failures as web


def _door(request: Any) -> Any:
    return portal if settings.MEMBER_CHANNEL and request.path.startswith("/m/") else web


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long or came from elsewhere."""
    answered: HttpResponse = _door(request).csrf_failure(request, reason)
    return answered


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    answered: HttpResponse = _door(request).not_found(request, exception)
    return answered
