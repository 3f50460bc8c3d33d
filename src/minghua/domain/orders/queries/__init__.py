"""Reads of the orders room."""

from minghua.domain.orders.queries.contents import OrderContent, ReturnContent, order_contents, return_contents
from minghua.domain.orders.queries.facts import earnings_of, trading_facts
from minghua.domain.orders.queries.lists import FIELDS, order_rows, orders, orders_of
from minghua.domain.orders.queries.pages import order, return_card, return_rows, returns
from minghua.domain.orders.queries.untied import candidates, untied_count, untied_lines, untied_rows

__all__ = [
    "OrderContent",
    "ReturnContent",
    "order_contents",
    "return_contents",
    "FIELDS",
    "candidates",
    "earnings_of",
    "order",
    "order_rows",
    "orders",
    "orders_of",
    "return_card",
    "return_rows",
    "returns",
    "trading_facts",
    "untied_count",
    "untied_lines",
    "untied_rows",
]
