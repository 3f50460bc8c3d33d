"""Orders are recorded once, whoever tells them how often (A06.3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.models import Order, OrderLine
from minghua.domain.orders.types import DocumentName, NewLine, OnDifference, Outcome, Status
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, an_order, day, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def test_an_order_is_stored_with_rounded_lines_kind_and_local_day(trade: Trade) -> None:
    tenth = NewLine(product_id=trade.oil, quantity_milli=333, unit_price_e4=30_000)
    with unit_of_work(SYSTEM, at=AT):
        made = orders.record(
            an_order("1", line(trade.rice, 2), tenth, customer=trade.wang, at=day(1)), by=SYSTEM, at=AT
        )
    card = order_reads.order(SYSTEM, made.order_id)
    assert made.outcome == Outcome.CREATED
    assert [row.amount_minor for row in card.lines] == [13_600, 100]
    assert (card.order.total_minor, card.order.kind, card.order.line_count) == (13_700, "sale", 2)
    assert card.order.placed_on.isoformat() == "2026-03-01"
    assert list(
        TimelineEntry.objects.filter(customer_id=trade.wang, kind="order").values_list("ref_id", flat=True)
    ) == [made.order_id]


def test_the_same_order_twice_is_one_order(trade: Trade) -> None:
    new = an_order("1", line(trade.rice), customer=trade.wang, at=day(1))
    with unit_of_work(SYSTEM, at=AT):
        first = orders.record(new, by=SYSTEM, at=AT)
        again = orders.record(replace(new, import_run_id=9), by=SYSTEM, at=AT)
    assert (again.order_id, again.outcome) == (first.order_id, Outcome.UNCHANGED)
    assert (Order.objects.count(), OrderLine.objects.count()) == (1, 1)
    assert TimelineEntry.objects.filter(kind="order").count() == 1


def test_the_same_number_with_other_content_is_refused_skipped_or_replaced(trade: Trade) -> None:
    new = an_order("1", line(trade.rice), customer=trade.wang, at=day(1))
    other = replace(new, lines=(line(trade.rice, 3), line(trade.oil)))
    with unit_of_work(SYSTEM, at=AT):
        orders.record(new, by=SYSTEM, at=AT)
        with pytest.raises(orders.NumberDiffers):
            orders.record(other, by=SYSTEM, at=AT)
        skipped = orders.record(other, on_difference=OnDifference.SKIP, by=SYSTEM, at=AT)
        assert (skipped.outcome, skipped.total_minor) == (Outcome.SKIPPED, 6_800)
        updated = orders.record(other, on_difference=OnDifference.UPDATE, by=SYSTEM, at=AT)
    assert (updated.outcome, updated.total_minor) == (Outcome.UPDATED, 3 * 6_800 + 6_800)
    assert OrderLine.objects.count() == 2
    assert TimelineEntry.objects.filter(kind="order").count() == 1


def test_a_batch_says_what_became_of_each_number(trade: Trade) -> None:
    good = an_order("1", line(trade.rice), customer=trade.wang, at=day(1))
    batch = [
        good,
        replace(good, number="2", customer_id=None),
        good,
        replace(good, lines=(line(trade.oil),)),
        replace(good, number="3", lines=()),
        replace(good, number="4", lines=(line(999_999),)),
        replace(good, number="5", customer_id=999_999),
        replace(good, number="6", lines=(line(trade.rice, 0),)),
    ]
    with unit_of_work(SYSTEM, at=AT):
        many = orders.record_many(batch, by=SYSTEM, at=AT)
    assert many.created == (DocumentName("shop", "1"), DocumentName("shop", "2"))
    assert [(row.name.number, row.code, row.field) for row in many.refused] == [
        ("1", "number_twice", "number"),
        ("3", "no_lines", "lines"),
        ("6", "zero_quantity", "lines.1.quantity"),
        ("4", "unknown_product", "lines.1.product_id"),
        ("5", "unknown_customer", "customer_id"),
    ]
    assert (many.lines, many.customer_ids) == (2, frozenset({trade.wang}))


def test_one_number_of_two_sources_is_two_orders(trade: Trade) -> None:
    mine = an_order("1", line(trade.rice), customer=trade.wang, at=day(1))
    theirs = replace(mine, source="web", lines=(line(trade.oil),))
    with unit_of_work(SYSTEM, at=AT):
        first = orders.record(mine, by=SYSTEM, at=AT)
        many = orders.record_many([theirs, mine, replace(mine, source="fair", lines=())], by=SYSTEM, at=AT)
    assert (many.created, many.unchanged) == ((theirs.name,), (mine.name,))
    assert [row.name for row in many.refused] == [DocumentName("fair", "1")]
    assert many.ids == {mine.name: first.order_id, theirs.name: Order.objects.get(source="web").pk}


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"placed_at": AT + timedelta(minutes=6)}, ("ahead", "placed_at")),
        ({"placed_at": datetime(9999, 12, 31, 23, tzinfo=UTC), "status": Status.OPEN}, ("strange_year", "placed_at")),
        ({"placed_at": datetime(1, 1, 1, tzinfo=UTC)}, ("strange_year", "placed_at")),
        ({"placed_at": datetime(2026, 3, 1)}, ("naive_time", "placed_at")),  # noqa: DTZ001
        ({"placed_at": AT + timedelta(minutes=4)}, None),
        ({"placed_at": AT + timedelta(days=9), "status": Status.OPEN}, None),
    ],
)
def test_what_is_completed_cannot_lie_ahead(trade: Trade, facts: dict, problem: tuple[str, str] | None) -> None:
    new = replace(an_order("1", line(trade.rice), customer=trade.wang, at=day(1)), **facts)
    with unit_of_work(SYSTEM, at=AT):
        foretold = orders.forecast_many([new], on_difference=OnDifference.REFUSE, by=SYSTEM, at=AT)
        many = orders.record_many([new], by=SYSTEM, at=AT)
    assert [(row.code, row.field) for row in many.refused] == ([problem] if problem else [])
    assert foretold.refused == many.refused


def test_what_is_wrong_is_raised_by_name_and_nothing_is_stored(trade: Trade, company: Company) -> None:
    new = an_order("1", line(trade.rice), customer=trade.sun, at=day(1))
    east1 = company.actor("east1")
    with unit_of_work(east1, at=AT):
        with pytest.raises(NotFound):
            orders.record(new, by=east1, at=AT)
        with pytest.raises(Forbidden):
            orders.record(replace(new, customer_id=None), by=east1, at=AT)
        with pytest.raises(Invalid):
            orders.record(replace(new, customer_id=trade.wang, currency="yuan"), by=east1, at=AT)
        with pytest.raises(Forbidden):
            orders.record(new, by=company.actor("auditor"), at=AT)
    assert Order.objects.count() == 0


def test_a_number_of_somebody_elses_order_cannot_be_taken_over(trade: Trade, company: Company) -> None:
    new = an_order("1", line(trade.rice), customer=trade.sun, at=day(1))
    east1 = company.actor("east1")
    with unit_of_work(SYSTEM, at=AT):
        orders.record(new, by=SYSTEM, at=AT)
    for wanted in (OnDifference.UPDATE, OnDifference.REFUSE):  # no update is offered that would be refused
        with unit_of_work(east1, at=AT), pytest.raises(orders.NumberTaken, match="out of your reach"):
            orders.record(replace(new, customer_id=trade.wang), on_difference=wanted, by=east1, at=AT)
    assert Order.objects.get().customer_id == trade.sun


def test_each_person_sees_the_orders_of_their_customers(trade: Trade, company: Company) -> None:
    with unit_of_work(SYSTEM, at=AT):
        for number, customer in (("1", trade.wang), ("2", trade.liu), ("3", trade.sun), ("4", None)):
            orders.record(an_order(number, line(trade.rice), customer=customer, at=day(1)), by=SYSTEM, at=AT)
    seen = {
        name: sorted(order_reads.orders(company.actor(name)).values_list("number", flat=True))
        for name in ("manager", "lead", "east1", "west1")
    }
    assert seen == {"manager": ["1", "2", "3", "4"], "lead": ["1", "2"], "east1": ["1"], "west1": ["3"]}
    with pytest.raises(NotFound):
        order_reads.order(company.actor("east1"), Order.objects.get(number="3").pk)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_order_page_asks_five_times_whatever_its_size(trade: Trade, lines: int, django_assert_num_queries) -> None:
    with unit_of_work(SYSTEM, at=AT):
        new = an_order("1", *[line(trade.rice)] * lines, customer=trade.wang, at=day(1))
        made = orders.record(new, by=SYSTEM, at=AT)
    with django_assert_num_queries(5):
        order_reads.order(SYSTEM, made.order_id)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_orders_asks_twice_whatever_its_length(trade: Trade, rows: int, django_assert_num_queries) -> None:
    with unit_of_work(SYSTEM, at=AT):
        news = [an_order(str(n), line(trade.rice), customer=trade.wang, at=day(n + 1)) for n in range(rows)]
        orders.record_many(news, by=SYSTEM, at=AT)
    with django_assert_num_queries(2):
        page = order_reads.orders_of(SYSTEM, trade.wang)
    assert [row.number for row in page.items] == [str(n) for n in reversed(range(rows))]
