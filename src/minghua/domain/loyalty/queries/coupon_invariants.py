"""What must always hold of coupons: none is made, used or paid for twice, and where one stands is what the book says (INV-C1 … C7, I6)."""

from typing import Final

from minghua.domain.loyalty.queries.coupon_fairness_invariants import FAIRNESS_INVARIANTS
from minghua.domain.loyalty.types.coupon_story import AFTER
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_FIRST: Final = "(SELECT min(id) FROM loyalty_couponbatch)"
_ALLOWED: Final = " OR ".join(
    f"(last.act = '{act.value}' AND one.state IN ({', '.join(repr(each.value) for each in sorted(states))}))"
    for act, states in AFTER.items()
)

COUPON_INVARIANTS: Final = (
    Invariant(
        "INV-C1",
        Text("每批已制的券与余量之和等于发行量", "Of every batch the coupons made and those left are the total"),
        rows(
            "SELECT own.id FROM loyalty_couponbatch AS own WHERE own.total - own.left <> (SELECT count(*) FROM loyalty_coupon AS one"
            " WHERE one.batch_id = own.id)"
        ),
        (f"UPDATE loyalty_couponbatch SET total = total + 1 WHERE id = {_FIRST}",),
    ),
    Invariant(
        "INV-C4",
        Text("券的状态正是流水最后一笔之后的状态", "A coupon stands where the last line of its book left it"),
        rows(
            "SELECT one.id FROM loyalty_coupon AS one JOIN loyalty_couponevent AS last ON last.id = (SELECT max(line.id) FROM"
            f" loyalty_couponevent AS line WHERE line.coupon_id = one.id) WHERE NOT ({_ALLOWED})"
        ),
        (
            "UPDATE loyalty_coupon SET state = 'void' WHERE id = (SELECT min(coupon_id) FROM loyalty_couponevent WHERE act ="
            " 'issued')",
        ),
    ),
    Invariant(
        "INV-C5",
        Text("用过或预留的券，恰有一笔有效的购买", "A coupon that is held or used has one live purchase"),
        rows(
            "SELECT one.id FROM loyalty_coupon AS one WHERE one.state = 'held' AND NOT EXISTS (SELECT 1 FROM loyalty_couponused AS"
            " used JOIN loyalty_couponuse AS sale ON sale.id = used.use_id WHERE used.coupon_id = one.id AND used.live AND"
            " sale.state = 'held') UNION ALL SELECT used.coupon_id FROM loyalty_couponused AS used JOIN loyalty_couponuse AS sale"
            " ON sale.id = used.use_id WHERE used.live AND sale.state NOT IN ('held', 'redeemed')"
        ),
        (
            "UPDATE loyalty_couponuse SET state = 'released' WHERE id = (SELECT min(use_id) FROM loyalty_couponused WHERE live)",
        ),
    ),
    *FAIRNESS_INVARIANTS,
)  # fmt: skip
