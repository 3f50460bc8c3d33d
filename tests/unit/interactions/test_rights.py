"""Which step may follow, what each must say, and how near the day is."""

from datetime import date, timedelta

import pytest

from minghua.domain.interactions.rules import rights
from minghua.domain.interactions.types.rights import Clock, Deed, NewDeed, NewRequest, Standing
from tests.conftest import ON


@pytest.mark.parametrize(
    ("standing", "deed", "extended", "after"),
    [
        ("received", Deed.IDENTIFY, False, Standing.IDENTIFIED),
        ("received", Deed.EXTEND, False, Standing.RECEIVED),
        ("received", Deed.EXTEND, True, None),
        ("received", Deed.FULFIL, False, None),
        ("received", Deed.REFUSE, False, Standing.REFUSED),
        ("identified", Deed.IDENTIFY, False, None),
        ("identified", Deed.EXTEND, False, Standing.IDENTIFIED),
        ("identified", Deed.FULFIL, True, Standing.FULFILLED),
        ("identified", Deed.REFUSE, False, Standing.REFUSED),
        ("fulfilled", Deed.REFUSE, False, None),
        ("refused", Deed.FULFIL, False, None),
        ("refused", Deed.EXTEND, False, None),
    ],
)
def test_what_may_follow(standing: str, deed: Deed, extended: bool, after: Standing | None) -> None:
    assert rights.follows(standing, deed, extended=extended) == after


KNOWN = {"hows": frozenset({"callback"}), "grounds": frozenset({"legal_duty"}), "longest_extension": 15}


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"deed": Deed.IDENTIFY, "how": "callback"}, {}),
        ({"deed": Deed.IDENTIFY}, {"how": "unknown_how"}),
        ({"deed": Deed.FULFIL}, {"note": "needs_note"}),
        ({"deed": Deed.FULFIL, "note": "已给资料包"}, {}),
        ({"deed": Deed.REFUSE, "note": "账簿须保留"}, {"ground": "unknown_ground"}),
        ({"deed": Deed.REFUSE, "note": "账簿须保留", "ground": "legal_duty"}, {}),
        ({"deed": Deed.EXTEND, "note": "资料多", "days": 16}, {"days": "bad_days"}),
        ({"deed": Deed.EXTEND, "note": "资料多", "days": 15}, {}),
        ({"deed": Deed.FULFIL, "note": "x" * 4_001}, {"note": "too_long"}),
    ],
)
def test_what_a_deed_must_say(facts: dict, codes: dict[str, str]) -> None:
    assert rights.deed_problems(NewDeed(**facts), **KNOWN) == codes


def wrong(**facts) -> dict[str, str]:
    told = {"customer_id": 1, "ask": "copy", "channel": "phone"} | facts
    known = {"asks": frozenset({"copy"}), "channels": frozenset({"phone"}), "requesters": frozenset({"self", "agent"})}
    return rights.problems(NewRequest(**told), on=ON, **known)


def test_what_a_request_must_say() -> None:
    assert wrong() == {}
    assert wrong(ask="all", channel="fax") == {"ask": "unknown_ask", "channel": "unknown_channel"}
    assert wrong(requester="agent") == {"requester_name": "needs_name"}
    assert wrong(received_on=ON + timedelta(days=1)) == {"received_on": "in_the_future"}
    assert wrong(received_on=date(2025, 1, 1)) == {"received_on": "too_long_ago"}


def test_fifteen_working_days_or_thirty_days() -> None:
    by_work, by_calendar = Clock(15, 30, by_calendar=False), Clock(15, 30, by_calendar=True)
    assert rights.due(date(2026, 6, 15), by_work).on == date(2026, 7, 7)  # the dragon boat days, 19–21 June, are off
    assert rights.due(date(2026, 6, 15), by_calendar).on == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 7, 1), "running"),
        (date(2026, 7, 2), "soon"),
        (date(2026, 7, 7), "soon"),
        (date(2026, 7, 8), "overdue"),
    ],
)
def test_how_near_the_day_is(on: date, state: str) -> None:
    due_on = date(2026, 7, 7)
    assert rights.urgency(due_on=due_on, closed=False, on=on, warn_days=3) == state
    assert rights.urgency(due_on=due_on, closed=True, on=on, warn_days=3) == "done"
