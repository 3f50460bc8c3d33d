"""After whatever a test of packs did, the invariants of benefits hold."""

from collections.abc import Iterator

import pytest

from tests.integration.loyalty.packing import unproven


@pytest.fixture(autouse=True)
def proven(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look at the end; a committing test looks itself, before its tables are emptied."""
    commits = request.node.get_closest_marker("django_db").kwargs.get("transaction", False)
    if not commits:
        request.getfixturevalue("db")
    yield
    assert commits or unproven() == {}
