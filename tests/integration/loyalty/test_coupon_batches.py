"""Batches of coupons: texts with their defects, codes made, versions, the control group, what never changes."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import Coupon, CouponEvent
from minghua.domain.loyalty.rules.arms import is_control
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import Refusal
from tests.company import found_company
from tests.integration.loyalty.test_coupons import THIRTY, act, counters, issue, publish, sale
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade() -> Trade:
    return open_shop(found_company())


def test_t13_minted_codes_are_told_once_and_kept_by_their_fingerprint_alone(trade: Trade) -> None:
    publish()
    minted = act(loyalty.mint_coupons, "thirty", 3, key="run", at=day(1))
    assert (len(set(minted.codes)), len(minted.codes[0])) == (3, len("0410-6105-0R3G-G28AB"))
    assert act(loyalty.mint_coupons, "thirty", 3, key="run", at=day(1)).codes == ()
    with pytest.raises(loyalty.CouponKeyTaken):
        act(loyalty.mint_coupons, "thirty", 4, key="run", at=day(1))
    for row in Coupon.objects.values():
        assert minted.codes[0].replace("-", "") not in str(row)
    typed = minted.codes[0].lower().replace("-", " ")
    used = act(loyalty.redeem_coupons, sale(typed), key="o1", at=day(2))
    assert used.quote.saving == 3_000
    told = reads.quote_coupons(SYSTEM, sale(typed, "ZZZZ-ZZZZ-ZZZZ-ZZZZM", "x"), at=day(2)).skipped
    assert [each.code for each in told] == ["redeemed", "unknown", "unknown"]


def test_of_a_control_group_nobody_gets_a_coupon_and_it_stays_as_drawn(trade: Trade) -> None:
    publish(THIRTY + "control: 90\n")
    customers = (trade.wang, trade.liu, trade.sun)
    drawn = {customer for customer in customers if is_control("coupon:thirty", customer, percent=90)}
    (code,) = act(loyalty.mint_coupons, "thirty", 1, key="run", at=day(1)).codes
    for customer in drawn:
        with pytest.raises(loyalty.InControlGroup):
            issue("thirty", customer, f"i{customer}")
        told = reads.quote_coupons(SYSTEM, sale(code, customer=customer), at=day(2))
        assert [each.code for each in told.skipped] == ["control_group"]
    for customer in set(customers) - drawn:
        issue("thirty", customer, f"i{customer}")
    with pytest.raises(Refusal):
        act(loyalty.publish_batch, THIRTY, from_on=date(2026, 3, 9), at=day(3))


def test_a_void_coupon_says_why_and_is_never_used(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    act(loyalty.void_coupon, int(mine), reason="印错", at=day(2))
    assert [(line.act, line.reason) for line in reads.coupon_story(SYSTEM, int(mine))] == [
        ("voided", "印错"),
        ("issued", ""),
    ]
    with pytest.raises(loyalty.CouponsRefused):
        act(loyalty.redeem_coupons, sale(mine, customer=trade.wang), key="o1", at=day(2))
    with pytest.raises(loyalty.NotReady):
        act(loyalty.void_coupon, int(mine), reason="又", at=day(2))


def test_a_text_says_every_defect_with_its_line(trade: Trade) -> None:
    with pytest.raises(SchemeInvalid) as found:
        publish("code: x\nkind: threshold\nvalue: 100\nleast: 0\nvalid: {days: 0}\ntotal: -1\nshop: 1\n")
    assert [(each.path, each.line) for each in found.value.problems] == [("shop", 7), ("valid.days", 5), ("total", 6)]
    with pytest.raises(SchemeInvalid) as found:
        publish("code: x\nkind: threshold\nvalue: 100\nvalid: {days: 1}\ntotal: 1\n")
    assert [(each.path, each.code) for each in found.value.problems] == [("least", "no_threshold")]


def test_a_new_version_restocks_and_leaves_coupons_that_are_out_alone(trade: Trade) -> None:
    publish()
    mine = issue("thirty", trade.wang, "i1")
    dearer = THIRTY.replace("3000", "100").replace("total: 100", "total: 150")
    act(loyalty.publish_batch, dearer, from_on=date(2026, 3, 2), at=day(1))
    assert counters("thirty") == (149, 0)
    assert reads.quote_coupons(SYSTEM, sale(mine, customer=trade.wang), at=day(3)).saving == 3_000
    issue("thirty", trade.liu, "i2", at=day(3))
    with pytest.raises(loyalty.BelowWhatIsOut):
        act(loyalty.publish_batch, THIRTY.replace("total: 100", "total: 1"), from_on=date(2026, 3, 9), at=day(3))


def test_the_book_and_what_was_published_never_change(trade: Trade) -> None:
    publish()
    issue("thirty", trade.wang, "i1")
    for table, change in (
        ("couponevent", "money = 1"),
        ("couponevent", "reason = 'x'"),
        ("couponversion", "text = 'x'"),
        ("coupon", "tail = 'x'"),
    ):
        for statement in (f"UPDATE loyalty_{table} SET {change}", f"DELETE FROM loyalty_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert CouponEvent.objects.count() == 1


@pytest.mark.parametrize("preset", sorted(reads.coupon_preset_texts()))
def test_what_the_product_ships_with_can_be_given_at_once(trade: Trade, preset: str) -> None:
    act(loyalty.install_coupon_preset, preset, from_on=day(1).date(), at=day(1))
    issue(preset, trade.wang, "i1")
    sheet = reads.coupon_batch(SYSTEM, preset, at=day(1))
    assert (sheet.row.out, sheet.row.ready, len(sheet.versions)) == (1, 1, 1)
    assert [card.state for card in reads.coupons_of(SYSTEM, trade.wang, at=day(2))] == ["ready"]


def test_ten_thousand_codes_are_made_at_once_and_stand_in_one_line_of_the_book(trade: Trade) -> None:
    publish(THIRTY.replace("total: 100", "total: 10000"))
    minted = act(loyalty.mint_coupons, "thirty", 10_000, key="run", at=day(1))
    assert (len(set(minted.codes)), counters("thirty"), CouponEvent.objects.count()) == (10_000, (0, 0), 1)
