"""A shop where three rows a day leave without approval."""

import pytest

from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.conftest import AT, ON
from tests.functional.guard.leaving import LIMIT, add


@pytest.fixture
def shop(company: Company) -> Company:
    """A company with five customers of the east shop, where three rows a day leave without approval."""
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value("exports.approval_above", LIMIT, valid_from=ON, reason="t", by=SYSTEM, at=AT)
    add(company, 5)
    return company
