"""An order as the rules of other rooms see it: what was paid, whether it stands, and what of it came back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Came(Protocol):
    """What of an order came back by one return (minor units)."""

    @property
    def return_id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def minor(self) -> int: ...


class Sale(Protocol):
    """An order as the books know it (minor units of its customer's currency)."""

    @property
    def order_id(self) -> int: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def minor(self) -> int: ...
    @property
    def settled(self) -> bool: ...
    @property
    def backs(self) -> Sequence[Came]: ...


class Sold(NamedTuple):
    """A product on an order or among what came back: thousandths of pieces, and minor units."""

    product_id: int
    quantity_milli: int
    minor: int


class Goods(NamedTuple):
    """The lines of an order, and what of them came back by return id."""

    sold: tuple[Sold, ...] = ()
    came: Mapping[int, tuple[Sold, ...]] = {}

    def measure(self, *, pieces: bool, goods: Collection[int] | None = None, return_id: int | None = None) -> int:
        """Return the pieces (thousandths) or the money of these goods, sold or of one return; all goods when None."""
        lines = self.sold if return_id is None else self.came.get(return_id, ())
        own = (each for each in lines if goods is None or each.product_id in goods)
        return sum(each.quantity_milli if pieces else each.minor for each in own)
