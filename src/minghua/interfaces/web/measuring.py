"""Each request measured and logged once: route template, status, milliseconds, time in the database; no raw address."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.contrib.auth.signals import user_login_failed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from minghua.foundation.metrics import counting

log = structlog.get_logger("minghua.web")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNNAMED = "unmatched"
QUIET = frozenset({"healthz", "readyz", "metrics", "health"})


class Database:
    """How often and how long one request waited for the database."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run one statement under the watch."""
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += perf_counter() - began
            self.statements += 1


class Measured:
    """Count and log what was answered; must stand inside RequestContext, which names the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, database = perf_counter(), Database()
        with connection.execute_wrapper(database):
            response = self.get_response(request)
        _tell(request, response, seconds=perf_counter() - began, database=database)
        return response


def _tell(request: HttpRequest, response: HttpResponse, *, seconds: float, database: Database) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "OTHER"
    counting.REQUESTS.add(route=route, method=str(method), status=str(response.status_code))
    counting.DURATION.observe(seconds, route=route)
    counting.DATABASE.add(database.seconds, route=route)
    counting.STATEMENTS.add(database.statements, route=route)
    if route in QUIET:
        return
    log.info(
        "request",
        route=route,
        method=method,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        db_ms=round(database.seconds * 1000, 1),
        statements=database.statements,
        user_id=_user_id(request),
    )


def route_of(request: HttpRequest) -> str:
    """Return the template of the address, never what a person typed into it."""
    match = request.resolver_match
    return match.route if match is not None and match.route != "^.*$" else UNNAMED


def _user_id(request: HttpRequest) -> int | None:
    actor = getattr(request, "actor", None)
    return None if actor is None else actor.user_id


def count_failed_sign_in(**_: Any) -> None:
    """Count one sign-in that failed; who tried is the audit record's matter."""
    counting.SIGN_IN_FAILURES.add()


def listen() -> None:
    """Hear of failed sign-ins."""
    user_login_failed.connect(count_failed_sign_in, dispatch_uid="minghua.metrics.sign_in")
