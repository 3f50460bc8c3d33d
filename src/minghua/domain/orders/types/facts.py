"""What the orders room gives to analyses: sales and returns as numbers, days and codes."""

from typing import Final

from minghua.kernel.facts import Fact, Kind

FACTS: Final = (
    Fact(
        "orders",
        "orders_order",
        {
            "customer_id": Kind.INTEGER,
            "placed_at": Kind.INSTANT,
            "placed_on": Kind.DAY,
            "currency": Kind.CODE,
            "total_minor": Kind.INTEGER,
            "kind": Kind.CODE,
            "kind_reason": Kind.CODE,
            "channel": Kind.CODE,
            "status": Kind.CODE,
        },
    ),
    Fact(
        "returns",
        "orders_return",
        {
            "customer_id": Kind.INTEGER,
            "order_id": Kind.INTEGER,
            "returned_at": Kind.INSTANT,
            "returned_on": Kind.DAY,
            "currency": Kind.CODE,
            "total_minor": Kind.INTEGER,
        },
    ),
)
