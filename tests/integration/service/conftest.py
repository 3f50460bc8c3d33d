"""Who works at the desk, and whose case it is."""

import pytest

from minghua.foundation.people.types import Actor
from tests.company import Company
from tests.trade import Trade, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


@pytest.fixture
def zhang(company: Company, trade: Trade) -> int:
    return trade.wang


@pytest.fixture
def agent(company: Company) -> Actor:
    return company.actor("service")


@pytest.fixture
def lead(company: Company) -> Actor:
    return company.actor("manager")
