"""A visit that delivered nothing (MH-08)."""

from datetime import UTC, date, datetime

import pytest

from minghua.domain.care import operations as care
from minghua.domain.care.models import Jar, Visit
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Forbidden, Invalid, NotFound

DAY = date(2025, 3, 6)
AT = datetime(2025, 3, 6, 3, 0, tzinfo=UTC)


@pytest.fixture
def knock(company):
    def act(jar_id, outcome="nobody_home", *, who="east1", on=DAY, at=AT, **more):
        by = company.actor(who)
        with unit_of_work(by, at=at):
            return care.record_visit(jar_id, outcome=outcome, on=on, by=by, at=at, **more)

    return act


def test_MH_08_nobody_home_is_retried_the_next_day(home, knock):
    surveyed = home()
    done = knock(surveyed.jar_id)
    assert (done.retry_on, done.notices) == (date(2025, 3, 7), ())
    assert Jar.objects.get(pk=surveyed.jar_id).due_on == date(2025, 3, 7)
    assert TimelineEntry.objects.get(customer_id=surveyed.customer_id, kind="visit").data["outcome"] == "nobody_home"


def test_MH_08_the_alarm_rings_when_the_jar_is_empty_first(home, knock):
    done = knock(home().jar_id, on=date(2025, 3, 8), at=datetime(2025, 3, 8, 3, tzinfo=UTC))
    assert (done.retry_on, done.notices) == (date(2025, 3, 9), ("stock_out_first",))


def test_two_taps_are_one_visit(home, knock):
    jar_id = home().jar_id
    first, second = knock(jar_id), knock(jar_id)
    assert (second.visit_id, second.replayed, Visit.objects.count()) == (first.visit_id, True, 1)


def test_an_agreed_day_is_kept(home, knock):
    jar_id = home().jar_id
    done = knock(jar_id, "postponed", agreed_on=date(2025, 3, 8))
    assert (done.retry_on, Jar.objects.get(pk=jar_id).due_on) == (date(2025, 3, 8), date(2025, 3, 8))


def test_who_declines_is_asked_again_after_one_jar(home, knock):
    assert knock(home().jar_id, "declined").retry_on == date(2025, 3, 13)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcome": "delivered"}, "outcome"),
        ({"outcome": "postponed", "agreed_on": DAY}, "agreed_on"),
        ({"on": date(2025, 3, 9)}, "on"),
    ],
)
def test_impossible_visits_are_refused(home, knock, facts, field):
    with pytest.raises(Invalid) as refusal:
        knock(home().jar_id, **facts)
    assert (refusal.value.field, Visit.objects.count()) == (field, 0)


@pytest.mark.parametrize(("who", "refusal"), [("east2", NotFound), ("auditor", Forbidden)])
def test_others_cannot_record_a_visit(home, knock, who, refusal):
    with pytest.raises(refusal):
        knock(home().jar_id, who=who)
