"""The story of the rice jar: the document's blocks, run in order through the journeys with fixed days."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.rules import interval
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline import queries as timeline
from minghua.interfaces.worker.privacy import purge
from minghua.journeys.deliver_refill import RefillDelivered, deliver_refill, withdraw_refill
from minghua.journeys.record_order import record_order
from minghua.journeys.survey_household import Surveyed, survey_household
from minghua.kernel.money import half_up, parse_minor
from minghua.kernel.periods import Period
from tests import oracle
from tests.company import BEGAN, Company
from tests.conftest import AT

STORY = Path(__file__).parents[2] / "docs" / "scenarios" / "rice-jar.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[int, str]]:
    """Return (line number, code) of every block of the document."""
    text = STORY.read_text(encoding="utf-8")
    return [(text[: found.start(1)].count("\n"), found[1]) for found in BLOCK.finditer(text)]


def noon(day: str) -> datetime:
    """Return noon in Shanghai of a day."""
    return datetime.combine(date.fromisoformat(day), time(4), tzinfo=UTC)


def milli(value: Any) -> int:
    """Return thousandths."""
    return half_up(Fraction(value) * 1000)


class Street:
    """The words of the document: what Minghua asks, does and sees."""

    def __init__(self, minghua: Actor) -> None:
        self.by = minghua

    def words(self) -> dict[str, Any]:
        """Return every word a block may use."""
        own = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        return own | {"Fraction": Fraction, "timedelta": timedelta, "day": date.fromisoformat}

    def _act(self, when: str, do: Callable[..., Any], /, **given: Any) -> Any:
        with unit_of_work(self.by, at=noon(when)):
            return do(**given, by=self.by, at=noon(when))

    def product(self, name: str, *, unit: str, servings: int | None, serving: str, price: str) -> int:
        new = NewProduct(
            sku=name,
            name=name,
            unit=unit,
            price_minor=parse_minor(price),
            replenishable=True,
            servings_milli=servings and servings * 1000,
            serving_name=serving,
        )
        with unit_of_work(SYSTEM, at=BEGAN):
            return catalog.create_product(new, by=SYSTEM, at=BEGAN).id

    def survey(self, name: str, rice: int, *, people: int, bowls: int, jar: int, on: str, **more: Any) -> Surveyed:
        answers = NewJar(
            customer_id=0,
            product_id=rice,
            capacity_milli=milli(jar),
            people=people,
            per_person_milli=milli(bowls),
            delivery_window=more.pop("window", ""),
            area="米市街",
            **more,
        )
        return self._act(on, survey_household, household=NewCustomer(kind="household", name=name), jar=answers)

    def card(self, home: Surveyed, *, on: str) -> Any:
        return care_reads.jar_page(self.by, home.jar_id, on=date.fromisoformat(on)).card

    def route(self, *, on: str) -> Any:
        return care_reads.route(self.by, on=date.fromisoformat(on))

    def households(self, *, on: str) -> list[str]:
        return [stop.customer_name for area in self.route(on=on).areas for stop in area.stops]

    def knock(self, home: Surveyed, outcome: Any, *, on: str) -> Any:
        return self._act(on, care.record_visit, jar_id=home.jar_id, outcome=outcome, on=date.fromisoformat(on))

    def deliver(
        self, home: Surveyed, *, bowls: Any, on: str, left: int | None = None, tap: int | None = None
    ) -> RefillDelivered:
        seen = self.card(home, on=on).row.last_delivery_id if tap is None else 0
        return self._act(
            on,
            deliver_refill,
            jar_id=home.jar_id,
            quantity_milli=milli(bowls),
            left_milli=None if left is None else milli(left),
            key=f"after-{seen}",
            on=date.fromisoformat(on),
        )

    def take_back(self, done: RefillDelivered, *, on: str) -> None:
        self._act(on, withdraw_refill, delivery_id=done.delivery.delivery_id)

    def away(self, home: Surveyed, *, start: str, until: str, on: str) -> None:
        days = {"from_on": date.fromisoformat(start), "until_on": date.fromisoformat(until)}
        self._act(on, care.add_absence, jar_id=home.jar_id, **days)

    def resize(self, home: Surveyed, *, people: int, bowls: int, start: str, on: str) -> None:
        size = {"people": people, "per_person_milli": milli(bowls), "from_on": date.fromisoformat(start)}
        self._act(on, care.resize, jar_id=home.jar_id, **size)

    def story(self, home: Surveyed) -> list[str]:
        return [entry.kind for entry in timeline.page(home.customer_id).items]

    def demand(self, *, on: str, days: int) -> Any:
        start = date.fromisoformat(on)
        return care_reads.demand_plan(self.by, period=Period(start, start + timedelta(days=days)))

    def buys(self, home: Surveyed, product_id: int, days: list[str]) -> None:
        line = NewLine(product_id=product_id, quantity_milli=1_000, unit_price_e4=99_000)
        for number, on in enumerate(days):
            new = NewOrder(
                source="shop", number=f"S{number}", placed_at=noon(on), lines=(line,), customer_id=home.customer_id
            )
            self._act(on, record_order, new=new)
        self._act(days[-1], care.refresh_rhythms)

    def due_goods(self, home: Surveyed, *, on: str) -> Any:
        found = self.route(on=on)
        stops = [*found.calls, *(stop for area in found.areas for stop in area.stops)]
        return next(stop for stop in stops if stop.customer_id == home.customer_id and stop.rhythms).rhythms[0]

    def overdue(self, rhythm: Any, *, on: str) -> Fraction | None:
        return interval.overdue_ratio(last_on=rhythm.last_on, interval=rhythm.interval, on=date.fromisoformat(on))


@pytest.mark.django_db
def test_the_story_of_the_rice_jar_runs(company: Company) -> None:
    words = Street(company.actor("boss")).words()
    told = blocks()
    for line, code in told:
        exec(compile("\n" * line + code, str(STORY), "exec"), words)
    assert len(told) == 16
    worker = Worker("night", register.handlers(), lambda: AT)
    while worker.work_once():
        pass
    purge({}, at=AT, beat=lambda: None)
    assert oracle.broken() == {}
