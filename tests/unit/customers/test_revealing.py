"""The table of docs/rules/revealing.md."""

import pytest

from minghua.domain.customers.rules.revealing import Look, judge, problem


@pytest.mark.parametrize(
    ("looked", "cap", "unusual_from", "look"),
    [
        (0, 30, 15, Look(allowed=True)),
        (13, 30, 15, Look(allowed=True)),
        (14, 30, 15, Look(allowed=True, unusual=True)),
        (15, 30, 15, Look(allowed=True)),
        (29, 30, 15, Look(allowed=True)),
        (30, 30, 15, Look(allowed=False)),
        (0, 0, 15, Look(allowed=False)),
        (0, 30, 1, Look(allowed=True, unusual=True)),
    ],
    ids=["V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08"],
)
def test_the_table(looked: int, cap: int, unusual_from: int, look: Look) -> None:
    assert judge(looked_today=looked, cap=cap, unusual_from=unusual_from) == look


@pytest.mark.parametrize(
    ("reason", "text", "code"),
    [("callback", "", ""), ("", "x", "unknown_reason"), ("other", " ", "needs_text"), ("other", "客户委托", "")],
)
def test_the_reason(reason: str, text: str, code: str) -> None:
    assert problem(reason, text, reasons=frozenset({"callback", "other"})) == code
