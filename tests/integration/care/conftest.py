"""A rice shop for tests: two sacks of rice, soap by rhythm, and households with jars."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from minghua.domain.care.types import NewJar
from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.survey_household import Surveyed, survey_household
from tests.company import BEGAN, Company

FILLED_AT = datetime(2025, 3, 1, 2, 0, tzinfo=UTC)
FILLED = date(2025, 3, 1)
Home = Callable[..., Surveyed]


@pytest.fixture
def goods(company: Company) -> dict[str, int]:
    """Rice in sacks of sixty bowls at 120 yuan, soap that comes back about every 45 days, a pan that does not."""
    wanted = {
        "rice": NewProduct(
            sku="RICE", name="东北大米", unit="袋", price_minor=12_000, cost_minor=9_000, replenishable=True,
            servings_milli=60_000, serving_name="碗", cycle_days=8,
        ),
        "soap": NewProduct(sku="SOAP", name="洗衣液", unit="瓶", price_minor=3_900, replenishable=True, cycle_days=45),
        "pan": NewProduct(sku="PAN", name="铁锅", unit="口", price_minor=19_900),
    }  # fmt: skip
    with unit_of_work(SYSTEM, at=BEGAN):
        return {name: product_id(catalog.create_product(new, by=SYSTEM, at=BEGAN)) for name, new in wanted.items()}


def product_id(made: object) -> int:
    """Return the id of a created product, whether the door answers with the id or the card."""
    return made if isinstance(made, int) else made.id


@pytest.fixture
def home(company: Company, goods: dict[str, int]) -> Home:
    """Return a way to survey a household: four people, two bowls, a jar of sixty, filled on 1 March 2025."""

    def survey(
        name: str = "陈家", *, owner: str = "east1", at: datetime = FILLED_AT, area: str = "东街", **jar
    ) -> Surveyed:
        by = company.actor(owner)
        answers = {"capacity_milli": 60_000, "people": 4, "per_person_milli": 2_000, "product_id": goods["rice"], **jar}
        household = NewCustomer(kind="household", name=name, area=area, address=f"{area} 1 号", mobile="13800138000")
        with unit_of_work(by, at=at):
            return survey_household(household, NewJar(customer_id=0, area=area, **answers), by=by, at=at)

    return survey
