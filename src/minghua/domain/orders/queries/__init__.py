"""Reads of the orders room."""

from minghua.domain.orders.queries.contents import OrderContent, ReturnContent, order_contents, return_contents
from minghua.domain.orders.queries.facts import earnings_of, trading_facts
from minghua.domain.orders.queries.lists import FIELDS, count, listing, neighbours, order_rows, orders, orders_of
from minghua.domain.orders.queries.pages import RETURN_FIELDS, order, return_card, return_rows, returns, returns_page
from minghua.domain.orders.queries.untied import UNTIED_FIELDS, candidates, untied_count, untied_lines, untied_rows

__all__ = [
    "OrderContent",
    "ReturnContent",
    "order_contents",
    "return_contents",
    "FIELDS",
    "RETURN_FIELDS",
    "UNTIED_FIELDS",
    "candidates",
    "count",
    "earnings_of",
    "listing",
    "neighbours",
    "order",
    "order_rows",
    "orders",
    "orders_of",
    "return_card",
    "return_rows",
    "returns",
    "returns_page",
    "trading_facts",
    "untied_count",
    "untied_lines",
    "untied_rows",
]
