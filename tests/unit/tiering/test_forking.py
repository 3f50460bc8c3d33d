"""Two sets of rules at several moments, folded once as far as they agree, say what the fold says of each."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minghua.domain.tiering.rules import forking
from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import Event, Grant, GrantMode, ProgrammeSpec, RefundEffect, Version
from minghua.kernel.periods import SHANGHAI
from tests.unit.tiering.members import LONG_AGO, spec
from tests.unit.tiering.test_level_properties import SETTINGS, START, for_measure, logs

MOMENTS = (datetime(2025, 6, 15, 9, 30, tzinfo=SHANGHAI), datetime(2026, 6, 16, tzinfo=SHANGHAI))
CHANGES = {
    "growth revoked": spec("jd_growth", refund=RefundEffect.AT_EXPIRY, grace_days=9),
    "growth at once": spec("travel_company"),
    "growth kept": spec("jd_growth"),
    "rolling": spec("travel_company", pending_days=30),
    "rolling revoked": spec("jd_growth"),
    "average": spec("bohai_bank", floor="gold"),
}
assert CHANGES.keys() == SETTINGS.keys()


def _dearer(rules: ProgrammeSpec) -> ProgrammeSpec:
    """Return the same rules with thresholds half as high again."""
    return replace(
        rules,
        levels=tuple(replace(each, threshold=each.threshold and each.threshold * 3 // 2) for each in rules.levels),
    )


@pytest.mark.parametrize("name", SETTINGS)
@settings(max_examples=80, deadline=None)
@given(log=logs(), parting=st.integers(-900, 700), granted=st.booleans(), changes=st.booleans(), before=st.booleans())
def test_two_rules_from_one_fold_are_two_folds(
    name: str, log: list[Event], parting: int, granted: bool, changes: bool, before: bool
) -> None:
    rules = SETTINGS[name]
    events = for_measure(rules, log)
    begins = date(2025, 6, 15) + timedelta(days=parting)
    old = (Version(1, LONG_AGO, rules),)
    if before:
        old = (*old, Version(2, date(2023, 3, 31), _dearer(rules)))
    new = (*old, Version(9, begins, CHANGES[name] if changes else _dearer(rules)))
    grants = (Grant(rules.levels[1].code, GrantMode.FLOOR, date(2024, 5, 1), date(2025, 7, 1)),) if granted else ()
    joined = START if granted else None
    found = forking.fold_both(old, new, events, moments=MOMENTS, joined_at=joined, grants=grants)
    assert found == tuple(
        tuple(fold(versions, events, until=until, joined_at=joined, grants=grants) for until in MOMENTS)
        for versions in (old, new)
    )


def test_who_ordered_before_both_moments_is_folded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = SETTINGS["rolling"]
    events = [Event(START, "o1", amount=4_000)]
    old = (Version(1, LONG_AGO, rules),)
    new = (*old, Version(2, date(2025, 6, 15), _dearer(rules)))
    expected = tuple(tuple(fold(each, events, until=until) for until in MOMENTS) for each in (old, new))
    monkeypatch.setattr(forking, "fold", None)  # who comes here is not folded twice
    assert forking.fold_both(old, new, events, moments=MOMENTS) == expected
