"""The clocks of a case told from its log: worked cases of the specification, and what holds of every log."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.service.rules import clocks, counting, terms
from minghua.domain.service.types.clocks import Clock, ClockKind, Event, State
from minghua.kernel.holidays import SHIPPED
from minghua.kernel.periods import SHANGHAI

SHORT = {**terms.STANDARD, "targets": {**terms.STANDARD["targets"], "resolution": [{"business_minutes": 480}]}}
BOOKS = {
    (0, 0): terms.read(terms.STANDARD, arrangement=SHIPPED),
    (1, 0): terms.read(SHORT, arrangement=SHIPPED),
}


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def log(*lines: tuple[str, str, dict[str, Any]]) -> list[Event]:
    return [Event(n, act, china(at), data) for n, (at, act, data) in enumerate(lines, 1)]


def opened(at: str, kind: str = "consult", severity: str = "general", **data: Any) -> tuple[str, str, dict[str, Any]]:
    return at, "opened", {"kind": kind, "severity": severity, "policy": 0, "holidays": 0, **data}


def told(events: list[Event], until: str) -> dict[tuple[str, int], Clock]:
    found = clocks.told(events, books=BOOKS, until=china(until))
    return {(one.kind.value, one.ref): one for one in found}


def due(events: list[Event], kind: str, ref: int = 1) -> datetime | None:
    return told(events, events[-1].at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))[kind, ref].due_at


@pytest.mark.parametrize(
    ("at", "severity", "kind", "expected"),
    [
        ("2025-09-26 16:30", "general", "first_response", "2025-09-27 16:30"),
        ("2025-09-26 16:30", "general", "resolution", "2025-10-01 00:00"),
        ("2025-09-30 10:00", "general", "resolution", "2025-10-12 00:00"),
        ("2025-09-26 16:30", "urgent", "first_response", "2025-09-26 18:30"),
        ("2025-09-26 16:30", "urgent", "resolution", "2025-09-27 16:30"),
    ],
    ids=["A19.1 respond", "A19.1 solve", "A19.1 over the holidays", "A19.2 respond", "R19.6 urgent solved"],
)
def test_the_limits_of_complaints(at: str, severity: str, kind: str, expected: str) -> None:
    assert due(log(opened(at, "complaint", severity)), kind) == china(expected)


def test_svc_par_3_an_automatic_answer_acknowledges_and_responds_to_nothing() -> None:
    events = log(opened("2026-03-04 10:00", "complaint"), ("2026-03-04 10:00:30", "reply", {"auto": True}))
    found = told(events, "2026-03-04 10:05")
    assert found["acknowledge", 1].state == State.SATISFIED
    assert found["first_response", 1].state == State.OPEN


def test_an_answered_call_acknowledges_and_responds() -> None:
    found = told(log(opened("2026-03-04 10:00", answered=True)), "2026-03-04 10:00")
    assert [found[kind, 1].state for kind in ("acknowledge", "first_response", "resolution")] == [
        "satisfied", "satisfied", "open",
    ]  # fmt: skip


def test_the_next_answer_is_counted_from_the_oldest_message_nobody_answered() -> None:
    events = log(
        opened("2026-03-04 09:00", answered=True),
        ("2026-03-04 10:00", "message", {}),
        ("2026-03-04 11:00", "message", {}),
        ("2026-03-04 11:30", "reply", {}),
        ("2026-03-04 14:00", "message", {}),
    )
    found = told(events, "2026-03-04 14:00")
    assert {ref: one.state for (kind, ref), one in found.items() if kind == "next_response"} == {
        2: State.SATISFIED,
        5: State.OPEN,
    }
    assert found["next_response", 2].due_at == china("2026-03-04 15:30")


def test_before_the_first_answer_a_second_message_starts_nothing() -> None:
    events = log(opened("2026-03-04 09:00"), ("2026-03-04 09:10", "message", {}))
    assert ("next_response", 2) not in told(events, "2026-03-04 09:20")


def test_svc_cal_6_a_pause_moves_the_resolution_by_its_own_business_time_and_has_its_own_clock() -> None:
    events = log(
        opened("2026-03-02 09:00", policy=1),
        ("2026-03-02 11:00", "paused", {"reason": "waiting_part", "owner": 7}),
        ("2026-03-03 14:00", "resumed", {}),
    )
    during = told(events[:2], "2026-03-02 12:00")
    assert (during["resolution", 1].due_at, during["pause", 2].owner_id) == (None, 7)
    assert during["pause", 2].due_at == china("2026-03-17 00:00")
    after = told(events, "2026-03-03 14:00")
    assert after["resolution", 1].due_at == china("2026-03-04 11:00")
    assert after["pause", 2].state == State.SATISFIED


def test_a_first_response_is_never_paused() -> None:
    events = log(opened("2026-03-02 09:00"), ("2026-03-02 09:10", "paused", {"reason": "third_party"}))
    assert told(events, "2026-03-02 09:20")["first_response", 1].due_at == china("2026-03-02 10:00")


def test_a_changed_policy_loses_neither_pause_nor_breach() -> None:
    """GLPI#6902: a pause was lost when another policy applied."""
    events = log(
        opened("2026-03-02 09:00"),
        ("2026-03-02 09:30", "paused", {"reason": "waiting_part"}),
        ("2026-03-02 14:30", "resumed", {}),
        ("2026-03-03 09:00", "terms", {"policy": 1, "holidays": 0}),
    )
    found = told(events, "2026-03-03 09:00")
    assert found["first_response", 1].breached_at == china("2026-03-02 10:00")
    assert found["resolution", 1].pauses == ((china("2026-03-02 09:30"), china("2026-03-02 14:30")),)
    assert found["resolution", 1].due_at == china("2026-03-03 14:30")


def test_a_reopened_case_keeps_its_breach_and_gets_a_shorter_clock() -> None:
    events = log(
        opened("2026-03-02 09:00", policy=1, answered=True),
        ("2026-03-05 10:00", "closed", {"outcome": "resolved"}),
        ("2026-03-06 09:00", "reopened", {}),
    )
    found = told(events, "2026-03-06 09:00")
    assert found["resolution", 1].breached_at == china("2026-03-03 09:30")
    assert found["resolution", 1].done_at == china("2026-03-05 10:00")
    assert found["resolution", 3].due_at == china("2026-03-06 14:30")


def test_level_two_halves_what_is_left_to_promise() -> None:
    events = log(opened("2026-03-02 09:00", policy=1), ("2026-03-02 10:00", "level", {"level": 2}))
    assert due(events, "resolution") == china("2026-03-02 14:30")


def test_a_change_that_moves_a_due_time_into_the_past_breaks_it_at_the_change() -> None:
    events = log(opened("2026-03-02 09:00"), ("2026-03-04 10:00", "terms", {"policy": 1, "holidays": 0}))
    assert told(events, "2026-03-04 11:00")["resolution", 1].breached_at == china("2026-03-04 10:00")


def test_the_regulator_waits_seven_and_forty_five_working_days_whatever_else_pauses() -> None:
    events = log(
        opened("2026-03-02 09:00", "complaint"),
        ("2026-03-02 10:00", "referred", {}),
        ("2026-03-02 11:00", "paused", {"reason": "third_party"}),
    )
    found = told(events, "2026-03-02 12:00")
    assert found["regulator_accept", 2].due_at == china("2026-03-12 00:00")
    assert found["regulator_end", 2].due_at == china("2026-05-09 00:00")


def test_warnings_at_half_three_quarters_and_nine_tenths_fall_into_working_time() -> None:
    one = told(log(opened("2026-03-02 09:00", policy=1)), "2026-03-02 09:00")["resolution", 1]
    assert counting.warnings(one, BOOKS[1, 0]) == [
        (50, china("2026-03-02 14:30")),
        (75, china("2026-03-02 16:30")),
        (90, china("2026-03-02 17:42")),
    ]
    night = told(log(opened("2026-03-02 16:00", "complaint")), "2026-03-02 16:00")["first_response", 1]
    assert [at for _, at in counting.warnings(night, BOOKS[0, 0])] == [
        china("2026-03-03 09:00"), china("2026-03-03 10:00"), china("2026-03-03 13:36"),
    ]  # fmt: skip


START = datetime(2026, 1, 5, 1, tzinfo=UTC)
ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("message", {}),
    ("reply", {}),
    ("reply", {"auto": True}),
    ("paused", {"reason": "waiting_part", "owner": 1}),
    ("resumed", {}),
    ("promised", {"clock": "callback", "due_at": "2026-01-07T02:00:00+00:00", "owner": 1}),
    ("kept", {"ref": 3}),
    ("waived", {"ref": 4}),
    ("referred", {}),
    ("offered", {"to": 1}),
    ("accepted", {}),
    ("level", {"level": 2}),
    ("severity", {"severity": "urgent"}),
    ("terms", {"policy": 1, "holidays": 0}),
    ("terms", {"policy": 0, "holidays": 0}),
    ("closed", {"outcome": "resolved"}),
    ("closed", {"outcome": "withdrawn"}),
    ("reopened", {}),
)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    kind, severity = (
        draw(st.sampled_from(["consult", "repair", "complaint"])),
        draw(st.sampled_from(["general", "urgent"])),
    )
    first = Event(1, "opened", START, {"kind": kind, "severity": severity, "policy": 0, "holidays": 0})
    events, at = [first], START
    for act, data in draw(st.lists(st.sampled_from(ACTS), max_size=12)):
        at += timedelta(minutes=draw(st.integers(1, 2_000)))
        events.append(Event(len(events) + 1, act, at, data))
    return events


@given(logs(), st.integers(0, 5_000))
def test_svc_inv_3_each_clock_stands_one_way_and_its_moments_say_so(events: list[Event], later: int) -> None:
    for one in clocks.told(events, books=BOOKS, until=events[-1].at + timedelta(minutes=later)):
        assert (one.breached_at is not None) == (one.state == State.BREACHED)
        assert (one.done_at is not None) >= (one.state in (State.SATISFIED, State.DROPPED))
        assert (one.state == State.OPEN) <= (one.done_at is None)


@given(logs(), st.integers(1, 12))
def test_a_breach_is_never_taken_back_and_a_pause_never_lost(events: list[Event], cut: int) -> None:
    before = {(one.kind, one.ref): one for one in clocks.told(events[:cut], books=BOOKS, until=events[:cut][-1].at)}
    after = {(one.kind, one.ref): one for one in clocks.told(events, books=BOOKS, until=events[-1].at)}
    for key, one in before.items():
        assert after[key].pauses[: len(one.pauses)] == one.pauses
        if one.breached_at:
            assert after[key].breached_at == one.breached_at


@given(logs(), st.lists(st.integers(0, 20_000), max_size=4))
def test_svc_inv_8_the_same_log_tells_the_same_however_often_it_was_read_between(
    events: list[Event], readings: list[int]
) -> None:
    until = events[-1].at + timedelta(days=3)
    whole = clocks.told(events, books=BOOKS, until=until)
    looks = [Event(0, "note", START + timedelta(minutes=minutes), {}) for minutes in readings]
    with_looks = sorted([*events, *(look for look in looks if look.at <= until)], key=lambda event: event.at)
    assert clocks.told(with_looks, books=BOOKS, until=until) == whole


@given(st.integers(1, 4_000), st.integers(1, 4_000), st.integers(1, 400))
def test_a_pause_of_k_business_seconds_moves_the_due_time_by_k(start: int, length: int, minutes: int) -> None:
    begins = START + timedelta(minutes=start)
    books = {
        (0, 0): terms.read(
            {**SHORT, "targets": {"resolution": [{"business_minutes": 3_000 + minutes}]}}, arrangement=SHIPPED
        )
    }
    plain = [Event(1, "opened", START, {"policy": 0, "holidays": 0})]
    ends = begins + timedelta(minutes=length)
    paused = [*plain, Event(2, "paused", begins, {"reason": "waiting_part"}), Event(3, "resumed", ends, {})]
    hours = books[0, 0].hours
    without, moved = (
        next(one.due_at for one in clocks.told(each, books=books, until=START) if one.kind == ClockKind.RESOLUTION)
        for each in (plain, paused)
    )
    assert without
    assert moved
    if begins < without:
        assert moved == hours.add(without, hours.elapsed(begins, ends)).at


def test_svc_inv_2_a_closed_case_has_no_open_clock() -> None:
    events = log(
        opened("2026-03-02 09:00"),
        ("2026-03-02 09:30", "paused", {"reason": "waiting_part"}),
        ("2026-03-02 10:30", "closed", {"outcome": "withdrawn"}),
    )
    assert {kind: one.state.value for (kind, _), one in told(events, "2026-03-09 09:00").items()} == {
        "acknowledge": "breached",
        "first_response": "breached",
        "resolution": "dropped",
        "pause": "satisfied",
    }


@pytest.mark.parametrize(
    "text",
    [
        {**terms.STANDARD, "warnings": [0]},
        {**terms.STANDARD, "pauses": {"waiting_part": {}}},
        {**terms.STANDARD, "week": [[["9", "12:00"]]] * 7},
        {**terms.STANDARD, "targets": {"guess": []}},
    ],
    ids=["0 %", "no unit", "no time", "no such clock"],
)
def test_a_policy_nobody_can_keep_is_refused_by_its_place(text: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        terms.read(text, arrangement=SHIPPED)
