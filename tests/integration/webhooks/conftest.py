"""The clock of the tests of webhooks."""

import pytest

from tests.integration.webhooks.receivers import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
