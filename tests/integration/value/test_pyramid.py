"""A pyramid is computed, kept, compared with the one before, and shown to each person as far as they see (C13)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.models import PyramidPlace, PyramidRun
from minghua.domain.value.types import PRESETS, Definition, Method, NewCost, Part
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Forbidden, NotFound
from tests.company import Company
from tests.conftest import AT, ON
from tests.trade import Trade, an_order, day, line, open_shop

PYRAMID = PRESETS["pyramid"][1]
VALUES = replace(
    PYRAMID, method=Method.VALUE, layers=tuple(replace(one, cut=9 - n) for n, one in enumerate(PYRAMID.layers))
)
OURS = ("INV-R1", "INV-R2", "INV-R3", "INV-R4")


@pytest.fixture(autouse=True)
def at_work(db: None) -> Iterator[None]:
    """Everything here happens in one unit of work."""
    with unit_of_work(SYSTEM, at=AT):
        yield


@pytest.fixture
def trade(company: Company) -> Trade:
    shop = open_shop(company)
    for number, (customer, packs) in enumerate(((shop.wang, 10), (shop.liu, 5), (shop.sun, 20))):
        order = an_order(str(number), line(shop.rice, packs, 100), customer=customer, at=day(3))
        record_order(order, by=SYSTEM, at=AT)
    cost = NewCost(customer_id=shop.sun, part=Part.SERVICE, amount_minor=210_000, event_at=day(4), source="t", key="1")
    value.post_costs([cost], by=SYSTEM, at=AT)
    return shop


def layers(run_id: int) -> dict[int, int]:
    return dict(PyramidPlace.objects.filter(run_id=run_id).values_list("customer_id", "layer"))


def test_the_large_customer_that_loses_money_stands_last_and_is_named(trade: Trade) -> None:
    run_id = value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT)
    assert layers(run_id) == {trade.wang: 0, trade.liu: 2, trade.sun: 3}
    assert [(one.customer_id, one.quadrant) for one in reads.losers(SYSTEM, run_id)] == [(trade.sun, "mend")]
    run = reads.run(SYSTEM)
    assert run is not None
    assert (run.customers, run.figures["whale_peak_e6"], run.figures["whale_at"]) == (3, 1_071_429, 2)
    assert [one.net_minor for one in run.layers] == [100_000, 0, 50_000, -10_000]


def test_who_moved_since_the_last_run_of_the_same_pyramid(trade: Trade) -> None:
    first = value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT)
    assert reads.moves(SYSTEM, first) == {}
    value.run_pyramid(replace(PYRAMID, basis="net_sales"), on=ON, by=SYSTEM, at=AT)
    value.reverse_cost(source="t", key="1", by=SYSTEM, at=AT)
    again = value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT)
    assert reads.moves(SYSTEM, again) == {(0, 2): 1, (2, 3): 1, (3, 0): 1}
    later = value.run_pyramid(PYRAMID, on=date(2027, 3, 3), by=SYSTEM, at=AT)
    assert (reads.moves(SYSTEM, later), layers(later)) == ({(2, None): 1, (3, None): 1, (0, None): 1}, {})
    place = reads.places(SYSTEM, again).items[0]
    assert (place.customer_id, place.moved_from, place.contribution.net_minor) == (trade.sun, 3, 200_000)


def test_each_person_sees_the_customers_in_their_reach(company: Company, trade: Trade) -> None:
    run_id = value.run_pyramid(PYRAMID, on=ON, by=company.actor("manager"), at=AT)
    lead = company.actor("lead")
    assert [one.customer_id for one in reads.places(lead, run_id).items] == [trade.wang, trade.liu]
    seen = reads.run(lead, run_id)
    assert seen is not None
    assert ([one.customers for one in seen.layers], seen.figures, seen.whale_curve) == ([1, 0, 1, 0], {}, ())
    assert (reads.place_of(lead, trade.sun), reads.losers(lead, run_id)) == (None, [])
    with pytest.raises(Forbidden):
        reads.run(company.actor("east1"), run_id)
    with pytest.raises(Forbidden):
        value.run_pyramid(PYRAMID, on=ON, by=lead, at=AT)
    with pytest.raises(NotFound):
        reads.run(lead, 999)


def test_what_is_no_pyramid_is_refused_and_nothing_is_kept(company: Company) -> None:
    wrong = replace(PYRAMID, layers=(replace(PYRAMID.layers[0], cut=-100), *PYRAMID.layers[1:]))
    with pytest.raises(value.BadPyramid) as refused:
        value.run_pyramid(wrong, on=ON, by=SYSTEM, at=AT)
    assert (refused.value.field, refused.value.message("zh-hans"), PyramidRun.objects.count()) == (
        "cuts", "各层比例不能为负。", 0,
    )  # fmt: skip


def test_pages_follow_one_another_and_cost_the_same_for_one_and_three(trade: Trade) -> None:
    run_id = value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT)
    first = reads.places(SYSTEM, run_id, limit=2)
    second = reads.places(SYSTEM, run_id, limit=2, cursor=first.next_cursor or "")
    assert [one.rank for one in (*first.items, *second.items)] == [1, 2, 3]
    spent = []
    for limit in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reads.places(SYSTEM, run_id, limit=limit)
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_the_invariants_of_value_hold(trade: Trade) -> None:
    value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT)
    assert [one.id for one in invariants.verdicts(only=OURS, at=AT) if not one.holds] == []


def test_any_registered_measure_may_be_the_basis(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    by_orders = value.run_pyramid(replace(PYRAMID, basis="order_count"), on=ON, by=SYSTEM, at=AT)
    told = dict(PyramidPlace.objects.filter(run_id=by_orders).values_list("customer_id", "metric_minor"))
    assert told == {trade.wang: 1, trade.liu: 1, trade.sun: 1}
    monkeypatch.setattr("minghua.domain.value.measures.BASES", {})
    for basis in ("order_count", "net_contribution"):
        read = value.run_pyramid(replace(PYRAMID, basis=basis), on=ON, by=SYSTEM, at=AT)
        monkeypatch.undo()
        same = value.run_pyramid(replace(PYRAMID, basis=basis), on=ON, by=SYSTEM, at=AT)
        rows = [
            list(
                PyramidPlace.objects.filter(run_id=pk)
                .order_by("rank")
                .values_list("customer_id", "layer", "metric_minor")
            )
            for pk in (read, same)
        ]
        assert rows[0] == rows[1]
        monkeypatch.setattr("minghua.domain.value.measures.BASES", {})


@pytest.mark.parametrize(
    ("definition", "remedy"),
    [
        (replace(PYRAMID, basis="days_since_order"), "可选：gross_margin、net_contribution、net_sales、order_count。"),
        (replace(VALUES, basis="order_count"), "可选：gross_margin、net_contribution、net_sales。"),
    ],
)
def test_a_basis_that_ranks_nobody_is_refused_with_those_that_do(
    company: Company, definition: Definition, remedy: str
) -> None:
    with pytest.raises(value.BadPyramid) as refused:
        value.run_pyramid(definition, on=ON, by=SYSTEM, at=AT)
    assert (refused.value.field, refused.value.advice("zh-hans")) == ("basis", remedy)
