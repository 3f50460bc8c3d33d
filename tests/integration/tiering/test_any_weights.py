"""Scores are kept in 64 bits: what would not fit is refused with what fits, one entry or many, now or by a later version."""

from dataclasses import dataclass
from datetime import date

import pytest

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.models import Membership, ScoreEntry
from minghua.domain.tiering.operations.bounding import ScoreTooLarge
from minghua.domain.tiering.types import Kind, Version
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Invalid
from tests.company import Company
from tests.integration.tiering.living import at, person, publish
from tests.unit.tiering.members import LONG_AGO, spec

pytestmark = pytest.mark.django_db
TEXT = """\
code: club
measure: {kind: natural_months, weights: [{months: 12, percent: 10000}, {months: 12, percent: 50}]}
levels:
  - {code: low}
  - {code: high, from: 10}
"""
MOST = 10**13


def test_an_amount_whose_weighted_score_would_not_fit_is_refused_with_the_remedy(company: Company) -> None:
    code, who = publish(TEXT), person()

    def record(amount: int, key: str) -> None:
        with unit_of_work(SYSTEM, at=at("2024-03-01")):
            news = [tiering.NewScore(who, key, at("2024-01-01"), amount)]
            tiering.record_scores(code, news, by=SYSTEM, at=at("2024-03-01"))

    with pytest.raises(Invalid) as refused:
        record(MOST + 1, "more")
    assert (refused.value.field, ScoreEntry.objects.count()) == ("amount", 0)
    assert refused.value.advice("en") == f"At most {MOST}: check the unit, or send several lines."
    record(MOST, "most")
    assert (Membership.objects.get().score, Membership.objects.get().level) == (10_000 * MOST, "high")


@dataclass
class Rich:
    """A member to whom the largest entries happen."""

    code: str
    who: int
    number: int = 0

    def receive(self, amount: int, *, times: int = 1) -> None:
        news = [
            tiering.NewScore(self.who, f"n{self.number + n}", at("2024-01-01"), amount, name="order")
            for n in range(times)
        ]
        self.number += times
        with unit_of_work(SYSTEM, at=at("2024-03-01")):
            tiering.record_scores(self.code, news, by=SYSTEM, at=at("2024-03-01"))


def test_the_largest_entries_of_one_member_are_refused_before_their_sum_runs_over(company: Company) -> None:
    rich, largest = Rich(publish(preset="jd_growth"), person()), 10**15
    rich.receive(largest, times=40)
    with pytest.raises(ScoreTooLarge) as refused:
        rich.receive(largest, times=7)
    assert (refused.value.status, refused.value.field, ScoreEntry.objects.count()) == (409, "amount", 40)
    rich.receive(largest, times=6)
    assert (Membership.objects.get().score, Membership.objects.get().level) == (46 * largest, "diamond")


def test_amounts_below_nothing_are_added_up_like_those_above(company: Company) -> None:
    rich, largest = Rich(publish(preset="jd_growth"), person()), 10**15
    rich.receive(largest, times=23)
    rich.receive(-largest, times=23)
    with pytest.raises(ScoreTooLarge):
        rich.receive(-largest)


def test_balances_that_are_never_added_up_may_be_told_for_ever(company: Company) -> None:
    rich = Rich(publish(preset="bohai_bank"), person())
    news = [tiering.NewScore(rich.who, f"b{n}", at("2024-01-01"), 10**15, Kind.READING) for n in range(60)]
    with unit_of_work(SYSTEM, at=at("2024-03-01")):
        assert len(tiering.record_scores(rich.code, news, by=SYSTEM, at=at("2024-03-01")).entry_ids) == 60


def test_a_version_that_weighs_more_is_refused_where_what_a_member_has_would_not_fit(company: Company) -> None:
    text = TEXT.replace("percent: 10000", "percent: 100")
    rich = Rich(publish(text), person())
    rich.receive(10**15)
    with pytest.raises(ScoreTooLarge):
        publish(TEXT, from_on=date(2024, 4, 1), when=at("2024-03-02"))
    assert publish(text.replace("from: 10", "from: 20"), from_on=date(2024, 4, 1), when=at("2024-03-02")) == rich.code


def test_of_sums_that_might_run_over_the_columns_do_not_speak(company: Company) -> None:
    pytest.importorskip("numpy")
    from minghua.domain.tiering.measures.columns import columns_of, rows_of

    versions = (Version(1, LONG_AGO, spec("jd_growth")),)
    lines = [
        (pk, number, 9 * 10**18 // share, 0, 10 * pk + number, 0, 0)
        for pk, share in ((1, 1), (2, 400))
        for number in (0, 1)
    ]
    assert columns_of(rows_of(lines), versions).alone.tolist() == [True, False]
