"""Returns are tied to the purchase they came from, and listed with the reason when they cannot be."""

from dataclasses import replace

import pytest

from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.models import Order, OrderLine, Return, ReturnLine
from minghua.domain.orders.types import OnDifference, Outcome
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Invalid, NotFound
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, a_return, an_order, day, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    made = open_shop(company)
    with unit_of_work(SYSTEM, at=AT):
        orders.record_many(
            [
                an_order("1", line(made.rice, 2), customer=made.wang, at=day(1)),
                an_order("2", line(made.rice, 3), line(made.oil, 1, 80), customer=made.wang, at=day(5)),
                an_order("3", line(made.rice, 9, 70), customer=made.liu, at=day(6)),
            ],
            by=SYSTEM,
            at=AT,
        )
    return made


def ties() -> list[tuple[str, str, int, str]]:
    rows = ReturnLine.objects.order_by("return_of__number", "position", "part")
    return [
        (row[0], row[1], row[2] // 1_000, row[3] or "-")
        for row in rows.values_list("return_of__number", "match", "quantity_milli", "order_line__order__number")
    ]


def give_back(*news) -> None:
    with unit_of_work(SYSTEM, at=AT):
        orders.record_returns_many(news, by=SYSTEM, at=AT)


def test_each_line_is_tied_or_says_why_not(trade: Trade) -> None:
    give_back(
        a_return("C1", line(trade.rice, 1), customer=trade.wang, at=day(7)),
        a_return("C2", line(trade.rice, 4), customer=trade.wang, at=day(8)),
        a_return("C3", line(trade.oil, 1, 80), line(trade.postage, 1, 15), customer=trade.wang, at=day(8)),
        a_return("C4", line(trade.rice, 1), customer=None, at=day(8)),
        a_return("C5", line(trade.oil, 1, 80), customer=trade.liu, at=day(8)),
        a_return("C6", line(trade.rice, 1), customer=trade.liu, at=day(8)),
        a_return("C7", line(trade.rice, 1), customer=trade.wang, at=day(9)),
    )
    assert ties() == [
        ("C1", "exact", 1, "2"),
        ("C2", "split", 2, "2"),
        ("C2", "split", 2, "1"),
        ("C3", "exact", 1, "2"),
        ("C3", "not_merchandise", 1, "-"),
        ("C4", "no_customer", 1, "-"),
        ("C5", "no_prior_sale", 1, "-"),
        ("C6", "price_differs", 1, "3"),
        ("C7", "quantity_exceeds", 1, "-"),
    ]
    named = dict(Return.objects.values_list("number", "order__number"))
    assert named == {"C1": "2", "C2": None, "C3": "2", "C4": None, "C5": None, "C6": "3", "C7": None}
    assert order_reads.untied_count(SYSTEM).number == 4


def test_tying_at_the_end_of_an_import_gives_the_same_as_tying_at_once(trade: Trade) -> None:
    news = [
        a_return("C1", line(trade.rice, 1), customer=trade.wang, at=day(7), run=4),
        a_return("C2", line(trade.rice, 4), customer=trade.wang, at=day(8), run=4),
    ]
    with unit_of_work(SYSTEM, at=AT):
        orders.record_returns_many(reversed(news), tie_later=True, by=SYSTEM, at=AT)
        assert ties() == [("C1", "pending", 1, "-"), ("C2", "pending", 4, "-")]
        assert orders.tie_returns(import_run_id=4, by=SYSTEM, at=AT) == 3
    assert ties() == [("C1", "exact", 1, "2"), ("C2", "split", 2, "2"), ("C2", "split", 2, "1")]


def test_parts_of_a_split_line_add_up_to_its_amount(trade: Trade) -> None:
    give_back(a_return("C2", line(trade.rice, 7), customer=trade.wang, at=day(8)))
    rows = list(ReturnLine.objects.order_by("part").values_list("quantity_milli", "amount_minor", "match"))
    assert rows == [(3_000, 20_400, "split"), (2_000, 13_600, "split"), (2_000, 13_600, "quantity_exceeds")]
    assert Return.objects.get().total_minor == 47_600


def test_the_same_return_twice_is_one_and_other_content_replaces_on_request(trade: Trade) -> None:
    new = a_return("C1", line(trade.rice, 1), customer=trade.wang, at=day(7))
    with unit_of_work(SYSTEM, at=AT):
        first = orders.record_return(new, by=SYSTEM, at=AT)
        again = orders.record_return(new, by=SYSTEM, at=AT)
        with pytest.raises(orders.NumberDiffers):
            orders.record_return(replace(new, reason="受潮"), by=SYSTEM, at=AT)
        changed = replace(new, lines=(line(trade.rice, 2),))
        updated = orders.record_return(changed, on_difference=OnDifference.UPDATE, by=SYSTEM, at=AT)
    assert [first.outcome, again.outcome, updated.outcome] == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert ties() == [("C1", "exact", 2, "2")]
    assert TimelineEntry.objects.filter(kind="return").count() == 1


def test_replacing_an_order_ties_its_returns_afresh(trade: Trade) -> None:
    give_back(a_return("C1", line(trade.rice, 3), customer=trade.wang, at=day(7)))
    assert ties() == [("C1", "exact", 3, "2")]
    with unit_of_work(SYSTEM, at=AT):
        smaller = an_order("2", line(trade.rice, 1), customer=trade.wang, at=day(5))
        orders.record(smaller, on_difference=OnDifference.UPDATE, by=SYSTEM, at=AT)
    assert ties() == [("C1", "split", 1, "2"), ("C1", "split", 2, "1")]


def test_a_person_ties_what_could_not_be_inferred_and_may_take_it_back(trade: Trade) -> None:
    give_back(a_return("C4", line(trade.rice, 3), customer=None, at=day(8)))
    returned = ReturnLine.objects.get()
    card, found = order_reads.candidates(SYSTEM, returned.pk)
    assert card.match == "no_customer"
    assert [(row.number, row.left_milli) for row in found] == [("3", 9_000), ("2", 3_000), ("1", 2_000)]
    with unit_of_work(SYSTEM, at=AT):
        with pytest.raises(orders.NotEnoughLeft):
            orders.tie_by_hand(returned.pk, order_line_id=found[2].order_line_id, by=SYSTEM, at=AT)
        oil = OrderLine.objects.get(product_id=trade.oil)
        with pytest.raises(Invalid):
            orders.tie_by_hand(returned.pk, order_line_id=oil.pk, by=SYSTEM, at=AT)
        orders.tie_by_hand(returned.pk, order_line_id=found[1].order_line_id, by=SYSTEM, at=AT)
        with pytest.raises(orders.LineTied):
            orders.tie_by_hand(returned.pk, order_line_id=found[0].order_line_id, by=SYSTEM, at=AT)
    assert ties() == [("C4", "by_hand", 3, "2")]
    assert Return.objects.get().order_id == Order.objects.get(number="2").pk
    with unit_of_work(SYSTEM, at=AT):
        orders.untie(returned.pk, by=SYSTEM, at=AT)
    assert ties() == [("C4", "pending", 3, "-")]


def test_foreign_returns_are_not_found(trade: Trade, company: Company) -> None:
    give_back(a_return("C5", line(trade.oil, 1, 80), customer=trade.liu, at=day(8)))
    east1, returned = company.actor("east1"), ReturnLine.objects.get()
    some_line = OrderLine.objects.filter(order__customer_id=trade.wang).first()
    assert some_line is not None
    with pytest.raises(NotFound):
        order_reads.return_card(east1, Return.objects.get().pk)
    with pytest.raises(NotFound):
        order_reads.candidates(east1, returned.pk)
    with unit_of_work(east1, at=AT), pytest.raises(NotFound):
        orders.tie_by_hand(returned.pk, order_line_id=some_line.pk, by=east1, at=AT)
    assert ties() == [("C5", "no_prior_sale", 1, "-")]


def test_trading_facts_are_net_of_returns_and_leave_adjustments_out(trade: Trade, django_assert_num_queries) -> None:
    give_back(a_return("C1", line(trade.rice, 1), customer=trade.wang, at=day(7)))
    with unit_of_work(SYSTEM, at=AT):
        orders.record(an_order("9", line(trade.rice, 1, 0), customer=trade.wang, at=day(9)), by=SYSTEM, at=AT)
    with django_assert_num_queries(2):
        facts = order_reads.trading_facts(SYSTEM, [trade.wang, trade.liu, trade.sun])
    wang = facts[trade.wang]
    assert [day.isoformat() for day in wang.order_days] == ["2026-03-01", "2026-03-05"]
    assert (wang.order_count, wang.net_minor, wang.currency) == (2, 5 * 6_800 + 8_000 - 6_800, "CNY")
    assert (facts[trade.sun].order_count, facts[trade.sun].order_days) == (0, ())
