"""The words of an auction in points: its terms, bids, and how it stands (R17.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from minghua.domain.loyalty.types.story import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Auction:
    """What is bid for. All amounts are points; `levels` narrow who may bid (empty: everybody); a bid within `snipe`
    of the end moves the end to `snipe` behind it."""

    code: str
    starts_at: datetime
    ends_at: datetime
    start_price: int
    increment: int = 1
    reserve: int = 0
    deposit: int = 0
    levels: tuple[str, ...] = ()
    snipe: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Bid:
    """Somebody's bid; `bid_id` says which of two at the same instant was first."""

    bid_id: int
    member_id: int
    points: int
    at: datetime
    level: str | None = None
    deposit_paid: bool = False


@dataclass(frozen=True, slots=True)
class AuctionStanding:
    """How an auction stands: the leading bid, when it ends, why bids were refused, and who has won when it is over."""

    leading: Bid | None
    ends_at: datetime
    refused: Mapping[int, Reason]
    winner: Bid | None = None
