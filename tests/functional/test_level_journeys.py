"""Levels follow the trade: orders credit, returns take back, merges fold the union, nights may be missed or repeated (C14)."""

from dataclasses import replace
from datetime import datetime

import pytest

from minghua.domain.orders import operations as orders
from minghua.domain.orders.models import OrderLine, ReturnLine
from minghua.domain.orders.types import OnDifference
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import Correction, Membership, ScoreEntry, TierPeriod
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.interfaces.worker.day import begin_day
from minghua.journeys.merge_customers import merge_customers, unmerge
from minghua.journeys.record_order import follow, record_order, record_orders
from minghua.journeys.record_return import record_return, tie_by_hand, untie
from tests.integration.tiering.living import person, publish, with_settings
from tests.trade import Trade, a_return, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
JD = "jd_growth"


@pytest.fixture
def shop(company) -> Trade:
    trade = open_shop(company)
    publish(preset=JD, when=day(1))
    return trade


def buy(shop: Trade, number: str, yuan: int, *, customer: int, when: datetime, told: datetime | None = None) -> None:
    learned = told or when
    with unit_of_work(SYSTEM, at=learned):
        order = an_order(number, line(shop.rice, 1, yuan), customer=customer, at=when)
        record_order(order, by=SYSTEM, at=learned)


def bring_back(shop: Trade, number: str, yuan: int, *, customer: int, when: datetime) -> None:
    with unit_of_work(SYSTEM, at=when):
        record_return(a_return(number, line(shop.rice, 1, yuan), customer=customer, at=when), by=SYSTEM, at=when)


def level(customer: int, when: datetime) -> str | None:
    return tiering_reads.level_of(SYSTEM, JD, customer, at=when)


def lines(customer: int) -> list[tuple[str, int]]:
    return [(key.split(":")[0], n) for key, n in ScoreEntry.objects.filter(customer_id=customer).order_by("pk").values_list("key", "amount")]  # fmt: skip


def state() -> list[tuple[object, ...]]:
    """Everything that levels say, without when it was last said."""
    members = Membership.objects.order_by("customer_id").values_list("customer_id", "level", "score", "valid_from", "valid_until", "due_on")  # fmt: skip
    periods = TierPeriod.objects.filter(withdrawn_at=None).order_by("customer_id", "from_at")
    return [*members, *periods.values_list("customer_id", "level", "from_at", "until_at", "valid_from", "valid_until")]


def test_an_order_credits_and_a_return_takes_back(shop):
    buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    assert level(shop.wang, day(2)) == "silver"
    bring_back(shop, "R1", 2_500, customer=shop.wang, when=day(5))
    assert level(shop.wang, day(5)) == "registered"
    assert lines(shop.wang) == [("order", 2_500), ("return", -2_500)]
    told = TimelineEntry.objects.filter(customer_id=shop.wang, kind="tier").order_by("pk")
    assert [entry.data["after"]["en"] for entry in told] == ["Registered"]


def test_a_return_tied_by_hand_takes_back_at_once_and_gives_again_when_untied(shop):
    buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    with unit_of_work(SYSTEM, at=day(5)):
        returned = a_return("R1", line(shop.rice, 1, 2_500), customer=None, at=day(5))
        record_return(returned, by=SYSTEM, at=day(5))
    assert level(shop.wang, day(5)) == "silver"
    back, sold = ReturnLine.objects.get(), OrderLine.objects.get()
    with unit_of_work(SYSTEM, at=day(6)):
        tie_by_hand(back.pk, order_line_id=sold.pk, by=SYSTEM, at=day(6))
    assert (level(shop.wang, day(6)), lines(shop.wang)) == ("registered", [("order", 2_500), ("return", -2_500)])
    with unit_of_work(SYSTEM, at=day(7)):
        untie(back.pk, by=SYSTEM, at=day(7))
    assert (level(shop.wang, day(7)), Membership.objects.get().level) == ("silver", "silver")
    assert lines(shop.wang)[2:] == [("adjust", 2_500)]


def test_jd_13_small_amounts_and_rounding(shop):
    for number, yuan in (("a", "9.99"), ("b", "10.00"), ("c", "129.99")):
        new = an_order(number, line(shop.rice), customer=shop.wang, at=day(2))
        priced = replace(new, lines=(replace(new.lines[0], unit_price_e4=round(float(yuan) * 10_000)),))
        with unit_of_work(SYSTEM, at=day(2)):
            record_order(priced, by=SYSTEM, at=day(2))
    assert lines(shop.wang) == [("order", 10), ("order", 129)]


def test_jd_13_a_hundred_at_one_and_a_half(company):
    trade = open_shop(company)
    text = tiering_reads.preset_texts()[JD].replace("rating_percent: 100", "rating_percent: 150")
    publish(text, when=day(1))
    buy(trade, "1", 100, customer=trade.wang, when=day(2))
    assert lines(trade.wang) == [("order", 150)]
    bring_back(trade, "R1", 50, customer=trade.wang, when=day(3))
    assert lines(trade.wang) == [("order", 150), ("return", -75)]


def test_the_same_order_again_and_catching_up_again_change_nothing(shop):
    for _ in range(3):
        buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    before = state()
    with unit_of_work(SYSTEM, at=day(3)):
        tiering.catch_up([shop.wang, shop.liu], by=SYSTEM, at=day(3))
    assert lines(shop.wang) == [("order", 2_500)]
    assert state() == before


def test_an_order_that_changed_or_was_cancelled_is_put_right(shop):
    buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    changed = an_order("1", line(shop.rice, 1, 1_900), customer=shop.wang, at=day(2))
    with unit_of_work(SYSTEM, at=day(3)):
        record_order(changed, on_difference=OnDifference.UPDATE, by=SYSTEM, at=day(3))
    assert lines(shop.wang) == [("order", 2_500), ("adjust", -600)]
    assert level(shop.wang, day(3)) == "bronze"


def test_an_order_given_to_another_customer_takes_its_score_along(shop):
    buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    moved = an_order("1", line(shop.rice, 1, 2_500), customer=shop.liu, at=day(2))
    with unit_of_work(SYSTEM, at=day(3)):
        record_order(moved, on_difference=OnDifference.UPDATE, by=SYSTEM, at=day(3))
    assert sum(n for _, n in lines(shop.wang)) == 0
    assert lines(shop.liu) == [("order", 2_500)]
    assert (level(shop.wang, day(3)), level(shop.liu, day(3))) == ("registered", "silver")


def deliver(shop: Trade, numbers: range, yuan: int, *, customer: int, bought: datetime, back: datetime) -> None:
    """Bring a day's purchases and the next day's returns as an import does: standings follow once for each batch."""
    sold = [an_order(f"{n}", line(shop.rice, 1, yuan), customer=customer, at=bought) for n in numbers]
    with unit_of_work(SYSTEM, at=bought):
        record_orders(sold, by=SYSTEM, at=bought)
        follow([customer], by=SYSTEM, at=bought)
    came = [a_return(f"R{n}", line(shop.rice, 1, yuan), customer=customer, at=back) for n in numbers]
    with unit_of_work(SYSTEM, at=back):
        orders.record_returns_many(came, by=SYSTEM, at=back)
        follow([customer], by=SYSTEM, at=back)


def test_a_hundred_purchases_and_returns_end_where_they_began(shop):
    for number in range(10):
        buy(shop, f"{number}", 3_000, customer=shop.wang, when=day(2))
        bring_back(shop, f"R{number}", 3_000, customer=shop.wang, when=day(3))
    for ten in range(1, 10):
        numbers = range(10 * ten, 10 * ten + 10)
        deliver(shop, numbers, 3_000, customer=shop.wang, bought=day(2 + ten), back=day(3 + ten))
    booked = lines(shop.wang)
    assert sorted(set(booked)) == [("order", 3_000), ("return", -3_000)]
    assert (len(booked), sum(n for _, n in booked)) == (200, 0)
    sheet = tiering_reads.membership(SYSTEM, JD, shop.wang, at=day(20))
    assert sheet is not None
    assert (sheet.score, sheet.level) == (0, "registered")


def test_nights_missed_or_repeated_change_nothing(shop):
    buy(shop, "1", 2_500, customer=shop.wang, when=day(2))
    buy(shop, "2", 12_000, customer=shop.liu, when=day(4))
    next_year = day(10).replace(year=2027)
    begin_day({}, at=next_year, beat=lambda: None)
    once = state()
    begin_day({}, at=next_year, beat=lambda: None)
    assert state() == once
    assert [row[1] for row in once[:2]] == ["bronze", "silver"]
    assert Correction.objects.count() == 0


def test_a_new_programme_credits_the_past_by_night(company):
    trade = open_shop(company)
    buy(trade, "1", 2_500, customer=trade.wang, when=day(2))
    publish(preset=JD, when=day(4))
    assert level(trade.wang, day(4)) is None
    begin_day({}, at=day(5), beat=lambda: None)
    assert level(trade.wang, day(5)) == "silver"
    assert str(Membership.objects.get().valid_from) == "2026-03-02"


def test_the_first_simulation_counts_only_whom_the_programme_is_for(company):
    trade = open_shop(company)
    firm = person("粮油公司", kind="organization")
    buy(trade, "1", 2_500, customer=trade.wang, when=day(2))
    buy(trade, "2", 2_500, customer=firm, when=day(2))
    with unit_of_work(SYSTEM, at=day(3)):
        code = tiering.save_draft(text=with_settings(JD, members="person"), by=SYSTEM, at=day(3))
        found = tiering.simulate(code, by=SYSTEM, at=day(3))
    assert (found.members, dict(found.at_start)) == (1, {("", "silver"): 1})


def test_a_merge_folds_the_union_and_its_undoing_parts_it(shop):
    buy(shop, "1", 1_500, customer=shop.wang, when=day(2))
    buy(shop, "2", 1_500, customer=shop.liu, when=day(3))
    before = state()
    with unit_of_work(SYSTEM, at=day(4)):
        merged = merge_customers(shop.wang, shop.liu, by=SYSTEM, at=day(4))
    assert (level(shop.wang, day(4)), Membership.objects.count()) == ("silver", 1)
    with unit_of_work(SYSTEM, at=day(5)):
        unmerge(merged.id, by=SYSTEM, at=day(5))
    assert state() == before
