"""Known codes are not goods; everything unknown is."""

import pytest

from minghua.domain.catalog.rules import nature
from minghua.domain.catalog.types import Nature


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        ("POST", Nature.POSTAGE),
        ("post ", Nature.POSTAGE),
        ("m", Nature.MANUAL),
        ("BANK CHARGES", Nature.CHARGE),
        ("B", Nature.ADJUSTMENT),
        ("D", Nature.DISCOUNT),
        ("85123A", Nature.GOODS),
        ("PADS", Nature.GOODS),
        ("gift_0001_20", Nature.GOODS),
    ],
)
def test_nature_of_a_code(sku: str, expected: Nature) -> None:
    assert nature.guess(sku) == expected


def test_sku_is_compared_without_case() -> None:
    assert nature.sku_key(" 85123a ") == "85123A"
