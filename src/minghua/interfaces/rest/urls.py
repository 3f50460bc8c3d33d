"""The addresses under /api/v1: the operations, their description, a page to read it, and a problem for the rest."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path

from minghua.interfaces.rest import problems, reference
from minghua.interfaces.rest.api import api
from minghua.kernel.errors import NotFound


def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI 3.1 document; it holds no data and is open to anybody."""
    return JsonResponse(api.get_openapi_schema(path_prefix="api/v1/"), json_dumps_params={"ensure_ascii": False})


def nowhere(request: HttpRequest, **_: Any) -> HttpResponse:
    """Return 404 as problem+json for an address without an operation."""
    return problems.answer(request, NotFound())


for view in (openapi, nowhere, reference.page, reference.style):
    view.permission = "public"  # type: ignore[attr-defined]

urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("", reference.page, name="reference"),
    path("reference.css", reference.style, name="reference-style"),
    *api.urls[0],
    re_path(r"^.*$", nowhere),
]
