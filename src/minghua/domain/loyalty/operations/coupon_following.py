"""Orders that come back give their coupons back by themselves: what the books say and the purchases do not is told (R24.5)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from minghua.domain.catalog import queries as catalog
from minghua.domain.loyalty.models import CouponUse
from minghua.domain.loyalty.operations import coupon_reversing as reversing
from minghua.domain.loyalty.rules.coupon_returns import BoughtLine, still_back
from minghua.domain.loyalty.types.coupon_story import UseState
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import CameBack
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require

SOME: Final = 500


def catch_up_coupons(customer_ids: Iterable[int], *, return_ids: Collection[int] = (), by: Actor, at: datetime) -> int:
    """Give back of every purchase with coupons what its order's returns say and it does not yet; returns how many moved.

    Repeating it changes nothing. What a till gave back itself counts; a return that is taken back takes no coupon away again.
    """
    require(by, "coupons.redeem")
    ids = sorted(set(customer_ids))
    if not CouponUse.objects.filter(state=UseState.REDEEMED).exclude(order="").exists():
        return 0
    moved = 0
    for start in range(0, max(len(ids), 1), SOME):
        some = ids[start : start + SOME]
        backs = order_reads.came_back(customer_ids=some, return_ids=return_ids if start == 0 else ())
        moved += sum(_give_back(use_id, back, by=by, at=at) for use_id, back in _purchases(backs))
    return moved


def _purchases(backs: Collection[CameBack]) -> list[tuple[int, CameBack]]:
    """Pair each order with its purchase: by number and customer, and only where no other sale could be meant."""
    numbers = {back.number for back in backs}
    uses = CouponUse.objects.filter(order__in=numbers, state=UseState.REDEEMED)
    known = {use.order: use for use in uses} if numbers else {}
    owners = order_reads.owners_of(known)
    found = []
    for back in backs:
        use = known.get(back.number)
        meant = [] if use is None else [own for own in owners[use.order] if use.customer_id in (None, own)]
        if use is not None and meant == [back.customer_id]:
            found.append((use.pk, back))
    return sorted(found)


def _give_back(use_id: int, back: CameBack, *, by: Actor, at: datetime) -> bool:
    purchase = reversing.purchase_of(use_id, by=by)
    if purchase.use.state != UseState.REDEEMED:
        return False
    known = catalog.ids_by_sku(SYSTEM, [line["product"] for line in purchase.use.lines])
    lines = [
        BoughtLine(known.get(line["product"]), line["quantity_milli"], purchase.back[place])
        for place, line in enumerate(purchase.use.lines)
    ]
    due = still_back(lines, goods=back.goods, whole=back.whole)
    if not due:
        return False
    told = sum(purchase.back.values()) + sum(each.quantity_milli for each in due)
    reversing.give_back(purchase, due, key=f"order:{back.order_id}:{use_id}:{told}", by=by, at=at)
    return True
