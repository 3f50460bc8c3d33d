"""RFM through the public operations on the database: the worked case by its id, what is kept, who sees what."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.operations.pyramid import NeedsEverybody
from minghua.domain.value.types import SEGMENTS, Cutting, RfmDefinition
from minghua.foundation.engine.refreshing import Refresher
from minghua.foundation.engine.types import NothingToRead
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import record_return
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import BEGAN, Company
from tests.conftest import AT, ON
from tests.trade import a_return, an_order, line, open_shop

A12_1 = {
    "C1": (5, 12, 8_000, "重要价值"),
    "C2": (60, 9, 7_000, "重要保持"),
    "C3": (8, 2, 6_000, "重要发展"),
    "C4": (90, 1, 9_000, "重要挽留"),
    "C5": (6, 10, 900, "一般价值"),
    "C6": (10, 1, 300, "一般发展"),
    "C7": (70, 8, 1_000, "一般保持"),
    "C8": (120, 1, 200, "一般挽留"),
}
MEANS = RfmDefinition()


@pytest.fixture(autouse=True)
def at_work(company: Company, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Everything here happens in one unit of work, with an engine folder of its own."""
    settings.ENGINE_ROOT = tmp_path / "analysis"
    with unit_of_work(SYSTEM, at=AT):
        yield


def the_eight(company: Company) -> dict[str, int]:
    """Eight customers whose last year was that of A12.1; C1 also sent something back that it had paid on top."""
    shop, ids = open_shop(company), {}
    east = company.user_ids["east1"], company.east_shop
    for name, (days, times, yuan, _) in A12_1.items():
        owner, team = east if name in ("C1", "C2") else (None, None)
        ids[name] = customers.create_customer(
            NewCustomer(kind="person", name=name, owner_id=owner, team_id=team), by=SYSTEM, at=BEGAN
        )
        extra = 50 if name == "C1" else 0
        for turn in range(times):
            paid = yuan + extra - (times - 1) if turn == 0 else 1
            at = AT - timedelta(days=days + turn)
            record_order(
                an_order(f"{name}-{turn}", line(shop.rice, 1, paid), customer=ids[name], at=at), by=SYSTEM, at=at
            )
        if extra:
            back = a_return(f"{name}-r", line(shop.rice, 1, extra), customer=ids[name], at=AT)
            record_return(back, by=SYSTEM, at=AT)
    Refresher(lambda: AT).refresh(by=SYSTEM)
    return ids


def test_a12_1_by_the_means(company: Company) -> None:
    ids = the_eight(company)
    run = reads.rfm_run(SYSTEM, value.run_rfm(MEANS, on=ON, by=SYSTEM, at=AT))
    assert run is not None
    assert run.means_e6 == {"recency": 46_125_000, "frequency": 5_500_000, "monetary_minor": 405_000_000_000}
    page = reads.rfm_places(SYSTEM, run.id)
    found = {
        one.name: (one.recency, one.frequency, one.monetary_minor // 100, SEGMENTS[one.segment].name.zh)
        for one in page.items
    }
    assert found == A12_1
    assert (run.customers, run.cut_at, [one.customers for one in run.segments]) == (8, AT, [1] * 8)
    assert run.grid == ((2, 2), (2, 2))
    place = reads.rfm_place_of(SYSTEM, ids["C2"])
    assert place is not None
    assert (place.scores, SEGMENTS[place.segment].code) == ((1, 2, 2), "sleeping")


def test_by_fifths_and_a_page_at_a_time(company: Company) -> None:
    the_eight(company)
    run_id = value.run_rfm(RfmDefinition(Cutting.QUINTILES), on=ON, by=SYSTEM, at=AT)
    first = reads.rfm_places(SYSTEM, run_id, limit=3)
    rest = reads.rfm_places(SYSTEM, run_id, limit=50, cursor=first.next_cursor or "")
    assert [one.name for one in (*first.items, *rest.items)] == ["C4", "C1", "C2", "C3", "C7", "C5", "C6", "C8"]
    assert [one.name for one in reads.rfm_places(SYSTEM, run_id, scores=(5, 5)).items] == ["C1", "C5"]
    run = reads.rfm_run(SYSTEM, run_id)
    assert run is not None
    assert sum(map(sum, run.grid)) == 8


def test_who_sees_a_part_sees_its_part(company: Company) -> None:
    the_eight(company)
    run_id = value.run_rfm(MEANS, on=ON, by=company.actor("manager"), at=AT)
    lead = company.actor("lead")
    run = reads.rfm_run(lead, run_id)
    assert run is not None
    assert (run.customers, [one.customers for one in run.segments][:3]) == (2, [1, 0, 1])
    assert [one.name for one in reads.rfm_places(lead, run_id).items] == ["C1", "C2"]
    with pytest.raises(Forbidden):
        value.run_rfm(MEANS, on=ON, by=lead, at=AT)
    with pytest.raises(Forbidden):
        reads.rfm_run(company.actor("east1"), run_id)


def test_what_cannot_be_computed_says_why(company: Company) -> None:
    with pytest.raises(NothingToRead):
        value.run_rfm(MEANS, on=ON, by=SYSTEM, at=AT)
    for wrong in (RfmDefinition(months=0), RfmDefinition(currency="元")):
        with pytest.raises(Invalid):
            value.run_rfm(wrong, on=ON, by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        reads.rfm_places(SYSTEM, 999_999)
    Refresher(lambda: AT).refresh(by=SYSTEM)
    run = reads.rfm_run(SYSTEM, value.run_rfm(MEANS, on=ON, by=SYSTEM, at=AT))
    assert run is not None
    assert (run.customers, run.cuts.recency, [one.customers for one in run.segments]) == (0, (), [0] * 8)
    assert NeedsEverybody.code == "needs_everybody"
