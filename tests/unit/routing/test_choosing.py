"""Which route a piece of information takes: the table of docs/rules/routing.md (R06.5)."""

from datetime import timedelta

import pytest

from minghua.foundation.notices.types import BOTH, Carrier, NoticeMode
from minghua.foundation.routing.rules import choose, deadline, doubled, first_state, importance_of
from minghua.foundation.routing.types import ANY, DEFAULT_ROUTES, TYPES, ItemState, Route
from tests.conftest import AT

APP = (Carrier.IN_APP,)
TABLE = [
    ("complaint", "A", NoticeMode.INSTANT, BOTH, 30),
    ("complaint", "B", NoticeMode.INSTANT, BOTH, 240),
    ("complaint", "C", NoticeMode.INSTANT, APP, 1_440),
    ("need", "A", NoticeMode.INSTANT, BOTH, 480),
    ("need", "B", NoticeMode.DAILY, BOTH, None),
    ("contact_change", "A", NoticeMode.DAILY, BOTH, None),
    ("contact_change", "C", NoticeMode.DAILY, BOTH, None),
    ("new_customer", "C", NoticeMode.DAILY, BOTH, None),
    ("returned_customer", "A", NoticeMode.INSTANT, BOTH, 1_440),
    ("returned_customer", "C", NoticeMode.DAILY, BOTH, None),
    ("routine_order", "A", NoticeMode.ARCHIVE, APP, None),
]


@pytest.mark.parametrize(("info_type", "importance", "mode", "carriers", "minutes"), TABLE)
def test_the_defaults_of_the_specification(info_type, importance, mode, carriers, minutes):
    found = choose(DEFAULT_ROUTES, info_type, importance)
    assert (found.mode, found.carriers, found.minutes) == (mode, carriers, minutes)
    assert deadline(found, at=AT) == (AT + timedelta(minutes=minutes) if minutes else None)


def test_every_type_has_a_route_for_every_importance():
    assert all(choose(DEFAULT_ROUTES, code, importance) for code in TYPES for importance in "ABC")
    assert doubled(DEFAULT_ROUTES) is None


def test_a_type_the_table_does_not_know_goes_nowhere():
    assert choose(DEFAULT_ROUTES, "weather", "A") is None
    assert choose([Route("need", "A", ("owner",), NoticeMode.DAILY)], "need", "B") is None


def test_the_exact_line_speaks_before_the_one_for_any():
    lines = [Route("need", ANY, ("team",), NoticeMode.DAILY), Route("need", "B", ("owner",), NoticeMode.DAILY)]
    assert [choose(lines, "need", grade).recipients for grade in "AB"] == [("team",), ("owner",)]


def test_two_lines_for_the_same_are_a_fault():
    line = Route("need", "B", ("owner",), NoticeMode.DAILY)
    assert doubled([line, line]) == line
    assert doubled([Route("need", "D", ("owner",), NoticeMode.DAILY)]) is not None


@pytest.mark.parametrize(
    ("route", "state"),
    [
        (Route("need", ANY, ("owner",), NoticeMode.INSTANT, minutes=5), ItemState.OPEN),
        (Route("need", ANY, ("owner",), NoticeMode.DAILY), ItemState.TOLD),
        (Route("need", ANY, ("owner",), NoticeMode.ARCHIVE, minutes=5), ItemState.ARCHIVED),
    ],
)
def test_only_what_has_a_deadline_waits_to_be_handled(route, state):
    assert first_state(route) == state


def test_importance_follows_the_value_class():
    assert [importance_of(code) for code in ("key", "potential", "general", "")] == ["A", "B", "C", "C"]


@pytest.mark.parametrize("route", DEFAULT_ROUTES)
def test_a_stored_line_comes_back_the_same(route):
    assert Route.from_json(route.to_json()) == route
