"""Which orders goods can come back from: completed sales, in the currency they were paid in (docs/rules/returns.md)."""

from typing import Final, Protocol

from minghua.domain.orders.types import Kind, Status
from minghua.kernel.words import Text

REQUIRED: Final[dict[str, str]] = {"kind": Kind.SALE, "status": Status.COMPLETED}
_PROBLEMS: Final[dict[str, Text]] = {
    "kind": Text("账务调整不能退货。", "Nothing comes back from a book adjustment."),
    "status": Text("只有已完成的订单可以退货。", "Goods come back from completed orders only."),
}
_CURRENCY: Final = Text("退货与订单的币种不同。", "The return is in another currency than the order.")


class Sold(Protocol):
    """What the rule must know of an order."""

    @property
    def kind(self) -> str:
        """Return sale or adjustment."""

    @property
    def status(self) -> str:
        """Return how far it has come."""

    @property
    def currency(self) -> str:
        """Return the currency it was paid in."""


def problem(order: Sold, *, currency: str) -> Text | None:
    """Return why goods in that currency cannot come back from the order, or None when they can."""
    for name, wanted in REQUIRED.items():
        if getattr(order, name) != wanted:
            return _PROBLEMS[name]
    return None if order.currency == currency else _CURRENCY
