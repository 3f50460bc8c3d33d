"""The demo company's coupons: a small one and a large one, given to some members; one is used, one comes back, one is held."""

from datetime import datetime
from typing import Final

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.types.coupon_story import Sale, SaleLine
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys

GIVEN: Final = 8
LINES: Final = (SaleLine(product="RICE10", amount=20_400, quantity_milli=3_000), SaleLine(product="OIL5", amount=7_990))


def hand_out(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish both batches, print some codes, give each of the first members one of both, and let three use theirs."""
    for preset in ("small_change", "new_rice"):
        loyalty.install_coupon_preset(preset, from_on=facts.on, by=SYSTEM, at=at)
    loyalty.mint_coupons("small_change", 20, key="demo", by=SYSTEM, at=at)
    members = [keys.customers[party.key] for party in facts.parties if party.key in keys.customers][:GIVEN]
    for customer_id in members:
        for batch in ("small_change", "new_rice"):
            loyalty.issue_coupon(batch, customer_id, key=f"demo-{batch}-{customer_id}", by=by, at=at)
    for place, customer_id in enumerate(members[:3]):
        own = a_sale(customer_id)
        if place == 2:
            loyalty.hold_coupons(own, key="demo-hold", minutes=1_440, by=by, at=at)
        else:
            loyalty.redeem_coupons(own, key=f"demo-till-{place}", by=by, at=at)
    if len(members) > 1:
        loyalty.reverse_coupons("demo-till-1", key="demo-back", by=by, at=at)


def a_sale(customer_id: int) -> Sale:
    """Return a purchase of rice and oil on which the best of a member's coupons are used."""
    return Sale(coupons=(), lines=LINES, customer_id=customer_id)
