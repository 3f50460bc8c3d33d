"""A batch of vouchers as data: how many, worth what, until when, for which product and outlets (P8, R24.6)."""

from dataclasses import dataclass
from datetime import date

from minghua.kernel.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who hands vouchers out, and how many of the batch it gets."""

    code: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class VoucherBatch:
    """A batch before it is printed; `digits` are the random ones, `expires_on` is the last good local day."""

    code: str
    name: Text
    programme: str
    product: str
    count: int
    points: int
    expires_on: date
    zone: str = "Asia/Shanghai"
    digits: int = 12
    least_age: int = 0
    outlets: tuple[Outlet, ...] = ()
    note: Text = NO_TEXT
