"""Laws of levels that hold for any log: order, duplication and delay change nothing; periods never overlap nor gap (I3, I4)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import Event, Grant, GrantMode, Kind, ProgrammeSpec, RefundEffect, Upgrade, Version
from minghua.kernel.periods import SHANGHAI
from tests.unit.tiering.members import LONG_AGO, gate, preset, spec

START = datetime(2023, 1, 1, tzinfo=SHANGHAI)
UNTIL = START + timedelta(days=900)
instants = st.integers(0, 800 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
SETTINGS = {
    "growth revoked": spec("jd_growth"),
    "growth at once": spec("jd_growth", refund=RefundEffect.IMMEDIATE),
    "growth kept": spec("jd_growth", refund=RefundEffect.AT_EXPIRY, grace_days=20, floor="silver"),
    "rolling": spec("travel_company"),
    "rolling revoked": spec(
        "travel_company", refund=RefundEffect.REVOKE_CAUSE, upgrade=Upgrade.NEXT_PERIOD, pending_days=7
    ),
    "average": spec("bohai_bank"),
}


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Orders, refunds of them in parts, readings and gates of two years."""
    log: list[Event] = []
    for number, at in enumerate(draw(st.lists(instants, max_size=12))):
        amount = draw(st.sampled_from((1, 299, 300, 2_000, 4_000, 9_999, 30_000)))
        log.append(Event(at, f"o{number}", Kind.SCORE, amount, "order"))
        if draw(st.booleans()):
            back = draw(st.integers(1, amount))
            log.append(
                Event(
                    at + timedelta(days=draw(st.integers(0, 500))),
                    f"r{number}",
                    Kind.SCORE,
                    -back,
                    "order",
                    None,
                    f"o{number}",
                )
            )
        if draw(st.booleans()):
            log.append(Event(at + timedelta(hours=1), f"b{number}", Kind.READING, amount * 400))
    if draw(st.booleans()):
        log += [gate("2023-06-01", "reputation", opens=False), gate("2023-09-01", "reputation", opens=True)]
    return log


def for_measure(rules: ProgrammeSpec, log: list[Event]) -> list[Event]:
    """A bank reads balances, the others add points."""
    unwanted = Kind.SCORE if rules.code == "bohai_bank" else Kind.READING
    return [event for event in log if event.kind is not unwanted]


@pytest.mark.parametrize("rules", SETTINGS.values(), ids=SETTINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), log=logs())
def test_any_order_and_duplication_gives_the_same_state(
    rules: ProgrammeSpec, data: st.DataObject, log: list[Event]
) -> None:
    own = for_measure(rules, log)
    versions = (Version(1, LONG_AGO, rules),)
    told = fold(versions, own, until=UNTIL)
    shuffled = data.draw(st.permutations(own + own[: len(own) // 2]))
    assert fold(versions, shuffled, until=UNTIL) == told


@pytest.mark.parametrize("rules", SETTINGS.values(), ids=SETTINGS)
@settings(max_examples=60, deadline=None)
@given(log=logs(), pinned=st.booleans())
def test_periods_neither_overlap_nor_gap(rules: ProgrammeSpec, log: list[Event], pinned: bool) -> None:
    grants = (
        Grant(rules.levels[2].code, GrantMode.PIN if pinned else GrantMode.FLOOR, date(2023, 5, 1), date(2024, 2, 29)),
    )
    found = fold((Version(1, LONG_AGO, rules),), for_measure(rules, log), until=UNTIL, joined_at=START, grants=grants)
    assert found is not None
    spans = found.spans
    assert [span.until_at for span in spans] == [*(span.from_at for span in spans[1:]), None]
    assert all(span.from_at < span.until_at for span in spans if span.until_at is not None)
    assert all(span.valid_until is None or span.valid_from < span.valid_until for span in spans)
    assert found.level == spans[-1].level


@pytest.mark.parametrize("rules", SETTINGS.values(), ids=SETTINGS)
def test_taken_back_at_the_very_instant_it_makes_no_difference_what_it_is_called(rules: ProgrammeSpec) -> None:
    bought = Event(START, "m", Kind.SCORE, 5_000, "order")
    found = [
        fold((Version(1, LONG_AGO, rules),), [back, bought], until=START + timedelta(days=3))
        for back in (Event(START, key, Kind.SCORE, -5_000, "order", None, "m") for key in ("a", "z"))
    ]
    assert [each.score for each in found if each] == [0, 0]
    assert len({(each.level, each.valid_from, each.valid_until) for each in found if each}) == 1


@pytest.mark.parametrize("rules", SETTINGS.values(), ids=SETTINGS)
@settings(max_examples=40, deadline=None)
@given(log=logs(), days=st.integers(0, 300), place=st.integers(0, 11))
def test_what_was_taken_and_given_again_at_once_was_never_taken(
    rules: ProgrammeSpec, log: list[Event], days: int, place: int
) -> None:
    own = for_measure(rules, log)
    orders = [event for event in own if event.kind is Kind.SCORE and not event.reverses]
    if not orders:
        return
    of = orders[place % len(orders)]
    at = of.at + timedelta(days=days)
    taken, again = (Event(at, key, Kind.SCORE, n, "order", None, of.key) for key, n in (("~1", -9), ("~2", 9)))
    versions = (Version(1, LONG_AGO, rules),)
    assert fold(versions, [*own, taken, again], until=UNTIL) == fold(versions, own, until=UNTIL)


@settings(max_examples=80, deadline=None)
@given(log=logs(), cut=st.integers(0, 900))
def test_history_until_a_day_is_what_that_day_saw(log: list[Event], cut: int) -> None:
    """What was told of the past is not told otherwise later, unless something late arrives."""
    versions, own, then = (
        (Version(1, LONG_AGO, preset("jd_growth")),),
        for_measure(preset("jd_growth"), log),
        START + timedelta(days=cut),
    )
    early = fold(versions, own, until=then, joined_at=START)
    late = fold(versions, own, until=UNTIL, joined_at=START)
    assert early is not None
    assert late is not None
    told = [span[:2] + span[3:] for span in early.spans]
    assert [span[:2] + span[3:] for span in late.spans][: len(told)] == told


@settings(max_examples=80, deadline=None)
@given(log=logs())
def test_the_score_is_what_was_earned_less_what_was_taken(log: list[Event]) -> None:
    """Without an expiry a growth value is the sum of its entries."""
    rules = spec("jd_growth", at_expiry=preset("travel_company").at_expiry)
    own = for_measure(rules, log)
    found = fold((Version(1, LONG_AGO, rules),), own, until=UNTIL, joined_at=START)
    assert found is not None
    assert found.score == sum(event.amount for event in own if event.kind is Kind.SCORE and event.at <= UNTIL)
