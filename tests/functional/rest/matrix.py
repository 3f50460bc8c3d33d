"""The access matrix: the world with a token per role, every operation's permission, and a hash of the database."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core import signals
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, transaction
from django.test import Client

from minghua.foundation.people.presets import PRESETS
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.interfaces.rest import throttle
from minghua.interfaces.rest.api import api
from minghua.interfaces.rest.credentials import Credentials
from tests.conftest import AT
from tests.functional.rest import world as worlds
from tests.functional.rest.calls import CALLS, Call
from tests.functional.rest.world import ROLES, Holding, World

NOT_COUNTED = {"audit", "sessions", "usersessions"}
WHEN_SEEN = {"last_used_at", "last_login"}
OWNERSHIPS = ("own", "team", "below", "other", "pool", "shared", "lent")


def declared() -> dict[str, str]:
    """Every operation the API describes, and the permission its guard asks for."""
    found = {}
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                guard = next(g for g in operation.auth_callbacks if isinstance(g, Credentials))
                found |= {
                    f"{method} /api/v1{re.sub(r'{[a-z]+:', '{', path)}": guard.permission
                    for method in operation.methods
                }
    return found


DECLARED = declared()


class Matrix:
    """The company with one token per role."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client()
        self.texts = {role: self._token(role) for role in ROLES}

    def _token(self, role: str) -> str:
        actor = self.world.actors[role]
        scopes = tuple(code for code in PERMISSIONS if actor.may(code) and not code.startswith("tokens."))
        asking = worlds.SYSTEM if not actor.may("tokens.own") else actor
        with unit_of_work(asking, at=AT):
            return tokens.create(
                NewToken(name=role, scopes=scopes, row_cap=None), by=_may_have_tokens(actor), at=AT
            ).text

    def holding(self, ownership: str, role: str) -> Holding:
        """The customer of this ownership as this role meets it."""
        by_role = ownership in ("own", "shared", "lent")
        return self.world.holdings[f"{ownership}:{role}" if by_role else ownership]

    def send(self, name: str, role: str | None, holding: Holding) -> Any:
        """Call an operation for a role (None: nobody) on the rows of a holding."""
        call, (method, path) = CALLS[name], name.split(" ")
        known = {
            "product_id": self.world.product_id,
            "pool_id": self.world.pool_id,
            "job_id": self.world.job_id,
            "user_id": self.world.users["stranger"],
            "team_id": self.world.teams["西区"],
        }
        address = path.format(**{**known, **holding.ids, **call.path}) + (f"?{call.query}" if call.query else "")
        headers = {"Idempotency-Key": uuid.uuid4().hex} | (
            {"Authorization": f"Bearer {self.texts[role]}"} if role else {}
        )
        if call.form:
            file = SimpleUploadedFile("card.txt", b"card", content_type="text/plain")
            return self.client.post(address, {"file": file}, headers=headers)
        return self._json(method, address, call, role, holding, headers)

    def _json(
        self, method: str, address: str, call: Call, role: str | None, holding: Holding, headers: dict[str, str]
    ) -> Any:
        content = json.dumps(call.body(self.world, holding, role or "sales")) if call.body else ""
        response = self.client.generic(method, address, content, content_type="application/json", headers=headers)
        for close in getattr(response, "_resource_closers", ()):
            close()  # a file; response.close() would end the connection too
        return response


def _may_have_tokens(actor: Any) -> Any:
    return replace(actor, permissions=actor.permissions | {"tokens.own"})


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    """One company for the whole matrix, taken back at the end."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(throttle, "REQUESTS_PER_MINUTE", 10**9)
        yield Matrix(worlds.build(AT))
        transaction.set_rollback(True)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def snapshot() -> str:
    """A hash of every row of every table except the audit record, sessions, and when somebody was last seen."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.app_label in NOT_COUNTED or not model._meta.managed:
            continue
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in WHEN_SEEN]
        digest.update(repr((model._meta.label, list(model.objects.order_by("pk").values_list(*columns)))).encode())
    return digest.hexdigest()


def holds(role: str, permission: str) -> bool:
    """Does the preset of this role hold the permission? Read from the presets, not from the product's answer."""
    held = next(preset.permissions for preset in PRESETS if preset.code == role)
    return permission == "signed_in" or "*" in held or permission in held
