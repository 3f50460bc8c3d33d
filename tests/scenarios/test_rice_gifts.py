"""The story of the rice club's presents: the document's blocks, run in order through the public operations on fixed days."""

from datetime import date, timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.shown import GrantRow
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.day import begin_day
from minghua.journeys.demo import gifts, levels
from minghua.journeys.merge_customers import merge_customers, unmerge
from tests import oracle
from tests.integration.tiering.living import Life, at, publish
from tests.scenarios.test_levels import STORIES, blocks

STORY = STORIES / "rice-gifts.md"
OPENED = "2025-01-01"


class Friend:
    """One friend of the club: what they buy, ask for and have."""

    def __init__(self, name: str, *, born: str) -> None:
        new = NewCustomer(kind="person", name=name, birthday=date.fromisoformat(born))
        with unit_of_work(SYSTEM, at=at(OPENED)):
            self.id = customers.create_customer(new, by=SYSTEM, at=at(OPENED))
        self.life = Life(levels.CLUB, self.id)

    def buys(self, on: str, yuan: int, what: str = "", *, told: str = "") -> None:
        self.life.order(on, yuan, f"{what or on}:{self.id}", told=told)

    def brings_back(self, on: str, what: str, *, told: str) -> None:
        key = f"{what}:{self.id}"
        paid = dict(self.life.entries())[key]
        self.life.tell(on, -paid, key=f"back {key}", told=told, name="order", reverses_id=self.life.ids[key])

    def level(self, on: str) -> str:
        return self.life.level(on)

    def holds(self, on: str) -> dict[str, int]:
        held = loyalty_reads.benefits_of(SYSTEM, self.id, at=at(on)).held
        return {each.benefit.code: each.at_level.value for each in held}

    def asks(self, on: str) -> str:
        try:
            with unit_of_work(SYSTEM, at=at(on)):
                claimed = loyalty.claim_pack(gifts.SCHEME, gifts.BIRTHDAY_PACK, self.id, by=SYSTEM, at=at(on))
        except loyalty.PackRefused as refusal:
            return refusal.reasons[0]
        return "the same" if claimed.again else "given"

    def says_she_was_born(self, day: str, *, on: str) -> None:
        with unit_of_work(SYSTEM, at=at(on)):
            changes = {"birthday": date.fromisoformat(day)}
            customers.edit_customer(self.id, changes, base_version=None, by=SYSTEM, at=at(on))

    def presents(self, on: str) -> list[tuple[str, str, str, str]]:
        """Return (pack, period, state, last day), the latest first."""
        return [(row.benefit, row.period, str(row.state), _last(row.until_on)) for row in self._grants(on)]

    def pack(self, period: str) -> dict[str, str]:
        """Return what lies in the pack of a month, each with its last day."""
        (row,) = (each for each in self._grants("2026-12-31") if each.period == period)
        return {each.code: _last(each.until_on) for each in row.items}

    def packs(self, period: str) -> int:
        return sum(each.period == period for each in self._grants("2026-12-31"))

    def _grants(self, on: str) -> tuple[GrantRow, ...]:
        return loyalty_reads.benefits_of(SYSTEM, self.id, at=at(on)).grants


def _last(until: date) -> str:
    return str(until - timedelta(days=1))


def club_opens(on: str) -> None:
    day = date.fromisoformat(on)
    publish(levels.club_text(), from_on=day, when=at(on))
    with unit_of_work(SYSTEM, at=at(on)):
        loyalty.publish_scheme(gifts.TEXT, from_on=day, by=SYSTEM, at=at(on))


def night(on: str) -> None:
    """The night before that day, as the worker begins it."""
    begin_day({}, at=at(f"{on}T00:10"), beat=lambda: None)


def same_person(survivor: Friend, loser: Friend, *, on: str) -> int:
    with unit_of_work(SYSTEM, at=at(on)):
        return merge_customers(survivor.id, loser.id, by=SYSTEM, at=at(on)).id


def two_after_all(merge: int, *, on: str) -> None:
    with unit_of_work(SYSTEM, at=at(on)):
        unmerge(merge, by=SYSTEM, at=at(on))


@pytest.mark.django_db
def test_the_story_of_the_rice_clubs_presents_runs(company) -> None:
    words: dict[str, Any] = {
        "club_opens": club_opens, "friend": Friend, "night": night, "same_person": same_person, "two_after_all": two_after_all,
    }  # fmt: skip
    found = blocks(STORY)
    assert len(found) == 9
    for line, code in found:
        exec(compile("\n" * line + code, str(STORY), "exec"), words)
    assert oracle.broken(at("2026-02-06")) == {}
