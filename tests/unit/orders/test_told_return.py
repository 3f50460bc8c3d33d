"""What a source tells as a return is one: the table of docs/rules/import.md."""

import pytest

from minghua.domain.orders.rules import told_return
from minghua.domain.orders.types import NewLine


def lines(*told: tuple[int, int]) -> list[NewLine]:
    return [NewLine(product_id=1, quantity_milli=quantity, unit_price_e4=price) for quantity, price in told]


@pytest.mark.parametrize(
    ("number", "document", "prefix", "told", "back"),
    [
        ("5", "return", "C", [(1_000, 10)], True),
        ("C5", "order", "C", [(-1_000, 10)], False),
        ("c5", None, "C", [(1_000, 10)], True),
        ("5", None, "C", [(-1_000, 10), (-2_000, 5)], True),
        ("5", None, "C", [(-1_000, 10), (2_000, 5)], False),
        ("5", None, "C", [(-1_000, 0)], False),
        ("C5", None, "", [(1_000, 10)], False),
    ],
)
def test_a_document_comes_back(number: str, document: str | None, prefix: str, told: list, back: bool) -> None:
    assert told_return.comes_back(number, lines(*told), document=document, prefix=prefix) is back
