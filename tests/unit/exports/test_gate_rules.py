"""docs/rules/exports.md: what leaves at once, what needs a second person, what stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.exports.rules import Facts, Way, daily_cap, judge

NORMAL = Facts(rows=1, personal=True, taken_today=0, unapproved_today=0, approval_above=500, daily_cap=20_000)
TABLE = [
    ("X01", {"rows": 500}, Way.HAND_OUT),
    ("X02", {"rows": 501}, Way.ASK),
    ("X03", {"rows": 200, "unapproved_today": 301, "taken_today": 301}, Way.ASK),
    ("X04", {"rows": 199, "unapproved_today": 301, "taken_today": 301}, Way.HAND_OUT),
    ("X05", {"rows": 9_000, "personal": False}, Way.HAND_OUT),
    ("X06", {"rows": 20_001}, Way.OVER_QUOTA),
    ("X07", {"rows": 100, "taken_today": 19_950}, Way.OVER_QUOTA),
    ("X08", {"rows": 0}, Way.EMPTY),
    ("X09", {"rows": 1, "approval_above": 0}, Way.ASK),
]


@pytest.mark.parametrize(("case", "facts", "way"), TABLE)
def test_the_table_of_the_rule(case: str, facts: dict[str, int], way: Way) -> None:
    assert judge(replace(NORMAL, **facts)) is way


@given(st.lists(st.integers(1, 300), max_size=40))
def test_slices_without_approval_never_add_up_beyond_the_limit(slices: list[int]) -> None:
    taken = 0
    for rows in slices:
        if judge(replace(NORMAL, rows=rows, taken_today=taken, unapproved_today=taken)) is Way.HAND_OUT:
            taken += rows
    assert taken <= NORMAL.approval_above


@pytest.mark.parametrize(
    ("case", "by_roles", "token", "cap"),
    [
        ("X10", [], None, 1_000),
        ("X11", [None], None, 1_000),
        ("X12", [200], None, 200),
        ("X13", [200, 5_000], None, 5_000),
        ("X14", [None, 200], 50, 50),
        ("X15", [0], None, 0),
    ],
)
def test_the_widest_role_counts_and_a_token_never_widens(
    case: str, by_roles: list, token: int | None, cap: int
) -> None:
    assert daily_cap(by_roles, default=1_000, token_cap=token) == cap
