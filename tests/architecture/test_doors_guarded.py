"""Every address and every command names who may use it."""

import inspect
from typing import Any

import click
from django.urls import URLPattern, URLResolver, get_resolver

from minghua.config.checks import OTHERS, policy_of, routes
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.cli.main import collected

FREE = {"public", "operator", "member", *PERMISSIONS}
OPEN_TO_ALL = {
    "",
    "favicon.ico",
    "health",
    "healthz",
    "readyz",
    "metrics",
    "i18n/language",
    "w/<str:token>",
    "join/<str:token>",
} | {f"m/{door}" for door in ("login", "code", "logout", "language", "manifest")}
BY_OTHER_WAYS = {
    "customers/<int:customer_id>/packages/new",  # everything about one person, for that person (decision 0023)
    "customers/<int:customer_id>/packages/<int:package_id>/handing",
    "customers/export",  # its two halves go through the gate
}


def own_routes() -> list[tuple[str, Any]]:
    return [(where, view) for where, view in routes() if not view.__module__.startswith(OTHERS)]


def test_every_page_declares_a_known_permission() -> None:
    assert [where for where, view in own_routes() if policy_of(view) not in FREE] == []


def test_pages_open_to_everybody_are_the_listed_ones() -> None:
    assert {where for where, view in own_routes() if policy_of(view) == "public"} <= OPEN_TO_ALL


def test_t15_no_page_that_exports_goes_round_the_gate() -> None:
    """A page that asks for the right to export hands out by the gate of exports, and by nothing else."""
    exporting = [(where, view) for where, view in own_routes() if (policy_of(view) or "").endswith(".export")]
    rounds = {where for where, view in exporting if "leaving." not in inspect.getsource(inspect.unwrap(view))}
    assert (len(exporting) > 10, rounds) == (True, BY_OTHER_WAYS)


def test_every_operation_of_the_api_asks_for_a_caller() -> None:
    from minghua.interfaces.rest.api import api

    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if path not in {"/openapi.json", "/docs", "/health"}:
                    assert operation.auth_callbacks or router.auth, f"{operation.methods} {path} is open"


def commands(found: list[click.Command], prefix: str = "") -> list[tuple[str, click.Command]]:
    named: list[tuple[str, click.Command]] = []
    for command in found:
        name = f"{prefix} {command.name}".strip()
        if isinstance(command, click.Group):
            named += commands(list(command.commands.values()), name)
        else:
            named.append((name, command))
    return named


def permission_of(command: click.Command) -> str | None:
    function = command.callback
    while function is not None:
        if hasattr(function, "permission"):
            return str(function.permission)
        function = getattr(function, "__wrapped__", None)
    return None


def test_every_command_declares_a_known_permission() -> None:
    found = commands(collected())
    assert len(found) > 5
    assert [name for name, command in found if permission_of(command) not in FREE] == []


def test_no_address_stands_twice() -> None:
    def patterns(resolver: URLResolver, prefix: str = "") -> list[str]:
        found = []
        for entry in resolver.url_patterns:
            where = prefix + str(entry.pattern)
            found += patterns(entry, where) if isinstance(entry, URLResolver) else [where]
            assert isinstance(entry, URLResolver | URLPattern)
        return found

    addresses = [where for where in patterns(get_resolver()) if not where.startswith(("account/", "api/"))]
    assert sorted(addresses) == sorted(set(addresses))
