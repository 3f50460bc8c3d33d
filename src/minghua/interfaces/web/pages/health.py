"""For machines that look after machines: alive, ready, measured; nothing personal, and figures only for those allowed."""

import hmac
from dataclasses import asdict
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path

from minghua.foundation.metrics.exposition import CONTENT_TYPE, exposition
from minghua.foundation.metrics.readiness import readiness
from minghua.interfaces.web.guard import page


@page("public")
def healthz(request: Any) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@page("public")
def readyz(request: Any) -> HttpResponse:
    """Say whether requests may come: 503 without the database or its tables; with ?worker=1 also without a worker."""
    found = readiness(at=request.at)
    ready = found.ready and (found.worker == "ok" or "worker" not in request.GET)
    return JsonResponse({"ready": ready} | asdict(found), status=200 if ready else 503)


@page("public")
def metrics(request: Any) -> HttpResponse:
    """Hand the figures to Prometheus: to the holder of MINGHUA_METRICS_TOKEN, or without one to this machine alone."""
    if not _may_measure(request):
        raise Http404
    return HttpResponse(exposition(version=version("minghua"), at=request.at), content_type=CONTENT_TYPE)


def _may_measure(request: Any) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


urls = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
