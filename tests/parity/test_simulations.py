"""A simulation of everybody by columns says what one says that folds each alone, on the database at hand."""

import random
from datetime import date, datetime, timedelta

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as reads
from minghua.domain.tiering.models import Programme, ScoreEntry
from minghua.domain.tiering.queries import ledgers, plans
from minghua.domain.tiering.queries.crowds import crowds
from minghua.domain.tiering.types import GrantMode, Simulated
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import SHANGHAI
from tests.integration.tiering.living import LONG_AGO, publish

pytest.importorskip("numpy")
pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 10, tzinfo=SHANGHAI)
PEOPLE = 150


def _populate(code: str, chance: random.Random) -> None:
    """Persons and firms with some years of entries, some of them taken back, some late, a few with a level by hand."""
    programme = Programme.objects.get(code=code)
    people = Customer.objects.bulk_create(
        Customer(
            number=f"L{n:05}", kind=chance.choice(("person", "person", "organization")), name="甲", created_at=LONG_AGO,
            updated_at=LONG_AGO, verified_at=LONG_AGO,
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    for who in people:
        for n in range(chance.randint(0, 9)):
            when = AT - timedelta(
                seconds=chance.randint(0, 86_400 * 1_000), microseconds=chance.choice((0, 1, 999_999))
            )
            amount = chance.choice((5, 500, 2_000, 6_000, 12_000))
            first = _entry(programme.pk, who.pk, f"{who.pk}.{n}", when, amount, None, chance)
            if chance.random() < 0.3:
                _entry(programme.pk, who.pk, f"r{who.pk}.{n}", when + timedelta(days=chance.randint(1, 500)), -amount, first, chance)  # fmt: skip
    with unit_of_work(SYSTEM, at=AT):
        tiering.regrade([who.pk for who in people], by=SYSTEM, at=AT)
        for who in people[:3]:
            tiering.grant_level(
                code, who.pk, level="gold", mode=GrantMode.PIN, until_on=date(2026, 9, 1), reason="老客户",
                by=SYSTEM, at=AT,
            )  # fmt: skip


def _entry(
    programme_id: int, who: int, key: str, when: datetime, amount: int, of: int | None, chance: random.Random
) -> int:
    scoring = when.date() - timedelta(days=30) if chance.random() < 0.1 else None
    return ScoreEntry.objects.create(
        programme_id=programme_id, customer_id=who, name="order", amount=amount, event_at=when, event_on=when.date(),
        counts_at=when, recorded_at=when, source="p", key=key, rule="order", reverses_id=of, scoring_on=scoring,
    ).pk  # fmt: skip


def _simulated(code: str) -> Simulated:
    with unit_of_work(SYSTEM, at=AT):
        return tiering.simulate(code, costs={"hotline": 1_000}, by=SYSTEM, at=AT)


@pytest.mark.parametrize("preset", ["jd_growth", "travel_company"])
def test_columns_and_folds_simulate_alike(company, preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = publish(preset=preset)
    _populate(code, random.Random(preset))
    text = reads.preset_texts()[preset].replace("from: 10000", "from: 15000").replace("from: 2000", "from: 2600")
    with unit_of_work(SYSTEM, at=AT):
        tiering.save_draft(text=text.replace("from: 3000", "from: 9000"), by=SYSTEM, at=AT)
    told = _simulated(code)
    monkeypatch.setattr("minghua.domain.tiering.measures.find_spec", lambda name: None)
    assert told == _simulated(code)
    assert told.members > PEOPLE // 2
    assert told.falls


def test_the_ledger_as_columns_puts_everybody_where_their_story_does(company) -> None:
    code = publish(preset="jd_growth")
    _populate(code, random.Random(7))
    plan = plans.plan(code)
    spoken = 0
    for crowd in crowds(plan.id, (plan.versions,), (AT,)):
        ((found,),) = crowd.standings
        told = ledgers.stories(plan.id, [int(pk) for pk in crowd.customers][:400])
        for place, pk in enumerate(crowd.customers.tolist()):
            if not crowd.spoken[place]:
                continue
            one = told[pk].standing(plan.versions, until=AT)
            assert bool(found.there[place]) == (one is not None)
            if one is not None:
                spoken += 1
                level = plan.versions[0].spec.levels[found.rank[place]].code
                assert (level, int(found.score[place]), date.fromordinal(int(found.since[place]))) == (one.level, one.score, one.valid_from)  # fmt: skip
    assert spoken > PEOPLE // 3
