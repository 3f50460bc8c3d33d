"""An order as the rules of other rooms see it: what was paid, whether it stands, and what of it came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


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
