"""Every operation of the API under random valid and invalid input: no server error, no undocumented answer (R7)."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from minghua.config.wsgi import application
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens.types import NewToken
from minghua.interfaces.rest import throttle
from minghua.interfaces.rest.api import api
from tests.conftest import AT
from tests.functional.rest import world as worlds
from tests.integration.tiering.living import publish

EXAMPLES = int(os.environ.get("MINGHUA_FUZZ", "12"))
CLUB = "code: club\nlevels:\n  - {code: member}\n  - {code: gold, from: 10, validity: {days: 30}}\n"
load_all_checks()
CHECKED = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    # The WSGI transport drops the iterator of a file response without closing it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def operations() -> dict[str, Any]:
    """Every operation by its name, read from the description the server gives out."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))
    schema = schemathesis.openapi.from_dict(document)
    schema.config.base_url = "http://localhost"
    found = (result.ok() for result in schema.get_all_operations() if isinstance(result, Ok))
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


OPERATIONS = operations()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """One company for all operations, taken back at the end; every request is undone by itself."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(throttle, "REQUESTS_PER_MINUTE", 10**9)
        yield _furnished(AT)
        transaction.set_rollback(True)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def _furnished(at: datetime) -> dict[str, Any]:
    """A company with known ids, and headers of a token that may do everything a token may."""
    company = worlds.build(at)
    programme = publish(CLUB, when=at)
    admin = company.actors["admin"]
    scopes = tuple(code for code in PERMISSIONS if not code.startswith("tokens."))
    with unit_of_work(admin, at=at):
        issued = tokens.create(NewToken(name="fuzz", scopes=scopes, row_cap=None), by=admin, at=at)
    known = company.holdings["own:admin"].ids | {
        "product_id": company.product_id,
        "pool_id": company.pool_id,
        "user_id": company.users["sales"],
        "owner_id": company.users["sales"],
        "assignee_id": company.users["admin"],
        "team_id": company.teams["东区"],
        "list_code": "customers",
        "name": "customers.status",
        "code": "pool.return_days",
        "programme": programme,
        "level": "gold",
        "to_customer_id": company.holdings["other"].ids["customer_id"],
    }
    return {"headers": {"Authorization": f"Bearer {issued.text}"}, "known": known}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@pytest.mark.parametrize("known_ids", [False, True], ids=["random", "known"])
def test_operation_answers_as_documented(name: str, known_ids: bool, world: dict[str, Any]) -> None:
    operation = OPERATIONS[name]
    modes = [GenerationMode.POSITIVE] if known_ids else [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    for mode in modes:
        _fuzz(operation, mode, world, known_ids=known_ids)


def _fuzz(operation: Any, mode: GenerationMode, world: dict[str, Any], *, known_ids: bool) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        if known_ids:
            _replace_ids(case, world["known"])
        with transaction.atomic():
            response = case.call(app=application, headers=world["headers"])
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKED)

    run()


def _replace_ids(case: Any, known: dict[str, Any]) -> None:
    for parameters in (case.path_parameters, case.body):
        if isinstance(parameters, dict):
            parameters.update({key: known[key] for key in parameters if key in known})
