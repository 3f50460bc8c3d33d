"""How an auction stands and who wins it: a fold over its bids, in the order in which they came (R17.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from minghua.domain.loyalty.types.auction import Auction, AuctionStanding, Bid
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text

_SAYS: Final = {
    "not_begun": Text("竞拍还没有开始。", "The auction has not begun."),
    "over": Text("竞拍已结束。", "The auction is over."),
    "not_eligible": Text("等级不在竞拍范围内。", "The level may not bid."),
    "no_deposit": Text("请先交保证金。", "Pay the deposit first."),
}


def standing(auction: Auction, bids: Iterable[Bid], *, at: datetime) -> AuctionStanding:
    """Return how an auction stands at an instant; later bids are left out.

    The highest valid bid that reaches the reserve wins, the earliest of equal ones, else nobody does.
    """
    leading: Bid | None = None
    ends_at, refused = auction.ends_at, {}
    for bid in sorted((each for each in bids if each.at <= at), key=lambda each: (each.at, each.bid_id)):
        reason = against(auction, bid, leading=leading, ends_at=ends_at)
        if reason is not None:
            refused[bid.bid_id] = reason
            continue
        leading = bid
        ends_at = max(ends_at, bid.at + auction.snipe)
    wins = leading is not None and leading.points >= auction.reserve and at >= ends_at
    return AuctionStanding(leading, ends_at, refused, leading if wins else None)


def least_bid(auction: Auction, leading: Bid | None) -> int:
    """Return the points that the next bid must reach."""
    return auction.start_price if leading is None else leading.points + auction.increment


def against(auction: Auction, bid: Bid, *, leading: Bid | None, ends_at: datetime) -> Reason | None:
    """Return why a bid cannot stand; None when nothing speaks against it. The end itself is outside."""
    if bid.at < auction.starts_at:
        return _because("not_begun")
    if bid.at >= ends_at:
        return _because("over")
    if auction.levels and bid.level not in auction.levels:
        return _because("not_eligible")
    if auction.deposit and not bid.deposit_paid:
        return _because("no_deposit")
    least = least_bid(auction, leading)
    if bid.points < least:
        return Reason("too_low", Text(f"至少出 {least} 分。", f"Bid {least} points or more."))
    return None


def _because(code: str) -> Reason:
    return Reason(code, _SAYS[code])
