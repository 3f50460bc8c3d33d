"""Programs at the REST door: people with the preset roles, and a client that speaks for one of them."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from minghua.foundation.people import operations as people
from minghua.foundation.people import presets
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken

ROLES = ("admin", "manager", "team_lead", "sales", "service", "auditor")


@dataclass(frozen=True)
class Program:
    """A client with a token; every write gets a fresh key unless one is given."""

    text: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        """GET a path under /api/v1."""
        return self.client.get(f"/api/v1{path}", headers=self._headers(headers))

    def send(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Any:
        """Send JSON to a path under /api/v1."""
        keyed = {"Idempotency-Key": uuid.uuid4().hex if key is None else key} | headers
        content = body if isinstance(body, str) else json.dumps(body)
        return self.client.generic(
            method, f"/api/v1{path}", content, content_type="application/json", headers=self._headers(keyed)
        )

    def post(self, path: str, body: Any, **options: Any) -> Any:
        """POST JSON to a path under /api/v1."""
        return self.send("POST", path, body, **options)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.text}"} if self.text else {}) | more


@pytest.fixture
def staff(db: None, at: datetime) -> dict[str, int]:
    """One person per preset role, in two teams under one root: role code → user id."""
    with unit_of_work(SYSTEM, at=at):
        presets.store_presets(by=SYSTEM, at=at)
        root = people.create_team("总部", by=SYSTEM, at=at)
        east = people.create_team("东区", parent_id=root, by=SYSTEM, at=at)
        return {
            role: people.create_user(
                f"{role}.one", name=role, password="rice-jar-2026", team_id=east, role_codes=(role,), by=SYSTEM, at=at
            )
            for role in ROLES
        }


@pytest.fixture
def program(staff: dict[str, int], at: datetime) -> Callable[..., Program]:
    """Make a program that speaks for the person of a role with these scopes (default: all the role holds)."""

    def make(role: str, *scopes: str, row_cap: int | None = None) -> Program:
        actor = people_reads.actor_named(f"{role}.one", channel="rest")
        assert actor is not None
        held = scopes or tuple(sorted(_grantable(actor.permissions)))
        with unit_of_work(SYSTEM, at=at):
            issued = tokens.create(NewToken(name=role, scopes=held, row_cap=row_cap), by=actor, at=at)
        return Program(issued.text, Client())

    return make


@pytest.fixture
def admin(program: Callable[..., Program]) -> Program:
    """A program that may do everything."""
    return program("admin")


def _grantable(permissions: frozenset[str]) -> set[str]:
    from minghua.foundation.permissions.table import PERMISSIONS

    held = set(PERMISSIONS) if "*" in permissions else set(permissions)
    return {code for code in held if not code.startswith("tokens.")}
