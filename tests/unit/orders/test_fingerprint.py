"""The same content has the same fingerprint whoever brings it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from minghua.domain.orders.rules import fingerprint
from minghua.domain.orders.types import NewLine, NewOrder

ORDER = NewOrder(
    source="shop",
    number="536365",
    placed_at=datetime(2026, 1, 5, 1, 0, tzinfo=UTC),
    lines=(NewLine(product_id=1, quantity_milli=6_000, unit_price_e4=25_500),),
    customer_id=7,
)


def test_fingerprint_ignores_the_import_and_the_zone_of_the_same_moment() -> None:
    in_china = ORDER.placed_at.astimezone(timezone(timedelta(hours=8)))
    assert fingerprint.of(replace(ORDER, import_run_id=9, placed_at=in_china)) == fingerprint.of(ORDER)


def test_fingerprint_differs_when_a_line_differs() -> None:
    other = (replace(ORDER.lines[0], quantity_milli=5_000),)
    assert fingerprint.of(replace(ORDER, lines=other)) != fingerprint.of(ORDER)
    assert len(fingerprint.of(ORDER)) == 32
