"""After whatever a test of packs did, the invariants of benefits hold."""

from collections.abc import Iterator

import pytest

from tests.integration.loyalty.packing import unproven


@pytest.fixture(autouse=True)
def proven(db: None) -> Iterator[None]:
    yield
    assert unproven() == {}
