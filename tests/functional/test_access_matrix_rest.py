"""Every operation of the API × six roles and nobody × whose customer it is (trust T1–T4, R9).

What a person may do is worked out apart from the product; a denied request leaves the database as it was.
"""

from typing import Any

import pytest
from django.db import transaction

from tests.functional.rest.calls import CALLS, Call
from tests.functional.rest.matrix import DECLARED, OWNERSHIPS, Matrix, holds, matrix, snapshot
from tests.functional.rest.world import ROLES, Holding, World

__all__ = ["matrix"]
ALLOWED = {200, 201, 202, 204, 409, 422}
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def expected(matrix: Matrix, name: str, role: str, holding: Holding) -> int | None:
    """The status of the denial, or None when the call is let through: the oracle."""
    call, world = CALLS[name], matrix.world
    if not _holds(role, DECLARED[name]):
        return 403
    if call.rows == "beyond":
        return 403
    if call.rows in ("none", "list", "bulk", "bulk_told"):
        return None
    if call.rows == "absent" or not world.sees(role, holding) or _hidden_in_the_pool(call, world, role, holding):
        return 404
    return _denied_change(call, world, role, holding)


def _hidden_in_the_pool(call: Call, world: World, role: str, holding: Holding) -> bool:
    """What hangs on a pooled customer is seen only by whoever may also change it: the claim comes first."""
    return call.rows == "hangs" and holding.owner is None and not world.edits(role, holding)


def _denied_change(call: Call, world: World, role: str, holding: Holding) -> int | None:
    if call.rows in ("see", "hangs") or world.edits(role, holding):
        lacks = call.rows == "hands" and not _may_return(role, holding)
        return 403 if lacks else None
    return 404 if call.rows == "edit_404" else 403


def _may_return(role: str, holding: Holding) -> bool:
    return _holds(role, "customers.assign") or (holding.owner == role and _holds(role, "pool.claim"))


def _holds(role: str, permission: str) -> bool:
    """As `holds`, through a token: `tokens.*` is never a scope."""
    return not permission.startswith("tokens.") and holds(role, permission)


def test_every_operation_has_its_call_and_every_call_an_operation() -> None:
    assert set(CALLS) == set(DECLARED)


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_operation_lets_in_exactly_whom_the_table_says(name: str, matrix: Matrix) -> None:
    wrong = []
    before = snapshot()
    for role in ROLES:
        for ownership in OWNERSHIPS:
            holding = matrix.holding(ownership, role)
            denial = expected(matrix, name, role, holding)
            if denial is None:
                with transaction.atomic():
                    response = matrix.send(name, role, holding)
                    wrong += _wrongly_let_in(matrix, name, role, holding, response)
                    transaction.set_rollback(True)
            else:
                response = matrix.send(name, role, holding)
            right = response.status_code == denial if denial else response.status_code in ALLOWED
            if not right:
                wrong.append((role, ownership, response.status_code, denial or "allowed"))
    for ownership in OWNERSHIPS:
        nobody = matrix.send(name, None, matrix.holding(ownership, "sales"))
        if nobody.status_code != 401:
            wrong.append(("nobody", ownership, nobody.status_code, 401))
    assert wrong == []
    assert snapshot() == before


def _wrongly_let_in(matrix: Matrix, name: str, role: str, holding: Holding, response: Any) -> list[Any]:
    """What a list or a bulk act must not have shown or changed."""
    rows = CALLS[name].rows
    if rows == "list" and not matrix.world.sees(role, holding) and response.json()["items"]:
        return [(role, holding.key, "shown")]
    if rows == "bulk" and response.json()["changed"] > int(matrix.world.edits(role, holding)):
        return [(role, holding.key, "changed")]
    reached = matrix.world.sees(role, holding) and (holding.owner is not None or matrix.world.edits(role, holding))
    if rows == "bulk_told" and response.json()["changed"] > int(reached):
        return [(role, holding.key, "changed")]
    return []
