"""Only goods given for money make a sale."""

import pytest

from minghua.domain.orders.rules import kind
from minghua.domain.orders.rules.kind import KindDecision, LineFacts
from minghua.domain.orders.types import Kind

CASES = [
    ("goods for money", [LineFacts(6_000, 25_500)], True, KindDecision(Kind.SALE)),
    ("anonymous goods for money", [LineFacts(6_000, 25_500)], False, KindDecision(Kind.SALE)),
    ("a gift beside a sale", [LineFacts(1_000, 0), LineFacts(1_000, 100)], True, KindDecision(Kind.SALE)),
    ("postage alone is paid", [LineFacts(1_000, 180_000, "postage")], True, KindDecision(Kind.SALE)),
    ("write-off", [LineFacts(-10_000, 0)], False, KindDecision(Kind.ADJUSTMENT, "stock_write_off")),
    ("found in stock", [LineFacts(56_000, 0)], False, KindDecision(Kind.ADJUSTMENT, "stock_found")),
    ("free goods", [LineFacts(1_000, 0)], True, KindDecision(Kind.ADJUSTMENT, "free_goods")),
    ("bad debt", [LineFacts(1_000, -110_620_600, "adjustment")], False, KindDecision(Kind.ADJUSTMENT, "bad_debt")),
    (
        "bad debt written back",
        [LineFacts(1_000, 110_620_600, "adjustment")],
        False,
        KindDecision(Kind.ADJUSTMENT, "bank_or_fee"),
    ),
    ("bank charges", [LineFacts(1_000, 150_000, "charge")], True, KindDecision(Kind.ADJUSTMENT, "bank_or_fee")),
]


@pytest.mark.parametrize(("case", "lines", "customer", "decision"), CASES, ids=[case[0] for case in CASES])
def test_kind_of_order(case: str, lines: list[LineFacts], customer: bool, decision: KindDecision) -> None:
    assert kind.judge(lines, has_customer=customer) == decision
