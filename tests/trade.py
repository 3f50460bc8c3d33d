"""A little trade for tests: two customers of the east shop, one of the west, rice and oil to sell them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import BEGAN, Company


@dataclass(frozen=True, slots=True)
class Trade:
    """Ids by name."""

    wang: int  # of east1
    liu: int  # of east2
    sun: int  # of west1
    rice: int
    oil: int
    postage: int


def open_shop(company: Company) -> Trade:
    """Create the customers and products; needs a database."""
    people = company.user_ids
    with unit_of_work(SYSTEM, at=BEGAN):
        stored = catalog.upsert_many(
            [
                NewProduct(
                    sku="RICE10",
                    name="东北大米 10kg",
                    category="粮油",
                    unit="袋",
                    price_minor=6_800,
                    replenishable=True,
                ),
                NewProduct(sku="OIL5", name="菜籽油 5L", category="粮油", unit="桶", price_minor=7_990),
                NewProduct(sku="POST", name="邮费"),
            ],
            by=SYSTEM,
            at=BEGAN,
        )
        east, west = company.east_shop, company.west_shop
        wang = _customer("王秀英", people["east1"], east)
        liu = _customer("刘洋", people["east2"], east)
        sun = _customer("孙丽", people["west1"], west)
    return Trade(wang, liu, sun, stored.ids["RICE10"], stored.ids["OIL5"], stored.ids["POST"])


def _customer(name: str, owner_id: int, team_id: int) -> int:
    new = NewCustomer(kind="person", name=name, owner_id=owner_id, team_id=team_id)
    return customers.create_customer(new, by=SYSTEM, at=BEGAN)


def day(number: int, month: int = 3) -> datetime:
    """Return ten in the morning in China on that day of 2026."""
    return datetime(2026, month, number, 2, tzinfo=UTC)


def line(product_id: int, quantity: int = 1, price: int = 68) -> NewLine:
    """Return a line of whole units at a whole price."""
    return NewLine(product_id=product_id, quantity_milli=quantity * 1_000, unit_price_e4=price * 10_000)


def an_order(number: str, *lines: NewLine, customer: int | None, at: datetime, run: int | None = None) -> NewOrder:
    """Return an order of the test shop."""
    return NewOrder(source="shop", number=number, placed_at=at, lines=lines, customer_id=customer, import_run_id=run)


def a_return(number: str, *lines: NewLine, customer: int | None, at: datetime, run: int | None = None) -> NewReturn:
    """Return goods that came back to the test shop."""
    return NewReturn(source="shop", number=number, returned_at=at, lines=lines, customer_id=customer, import_run_id=run)
