"""Reads of the orders room."""

from minghua.domain.orders.queries.coming_back import CameBack, came_back, owners_of
from minghua.domain.orders.queries.contents import OrderContent, ReturnContent, order_contents, return_contents
from minghua.domain.orders.queries.facts import earnings_of, import_runs_of, open_orders_of, trading_facts
from minghua.domain.orders.queries.lists import (
    FIELDS,
    chosen,
    count,
    line_count,
    listing,
    neighbours,
    order_rows,
    orders,
    orders_of,
)
from minghua.domain.orders.queries.pages import (
    RETURN_FIELDS,
    is_returnable,
    order,
    recorded,
    return_card,
    return_rows,
    returns,
    returns_page,
)
from minghua.domain.orders.queries.scorable import Back, Scorable, scorable, scorable_orders, sold_goods
from minghua.domain.orders.queries.turnover import turnover
from minghua.domain.orders.queries.untied import UNTIED_FIELDS, candidates, untied_count, untied_lines, untied_rows
from minghua.domain.orders.rules.serving_sale import line as serving_line
from minghua.domain.orders.rules.told_return import by_name as is_return_by_name
from minghua.domain.orders.rules.told_return import comes_back

__all__ = [
    "Back",
    "CameBack",
    "came_back",
    "owners_of",
    "Scorable",
    "scorable",
    "scorable_orders",
    "sold_goods",
    "OrderContent",
    "ReturnContent",
    "order_contents",
    "return_contents",
    "FIELDS",
    "RETURN_FIELDS",
    "UNTIED_FIELDS",
    "candidates",
    "comes_back",
    "chosen",
    "count",
    "earnings_of",
    "import_runs_of",
    "is_return_by_name",
    "is_returnable",
    "line_count",
    "listing",
    "neighbours",
    "open_orders_of",
    "order",
    "order_rows",
    "orders",
    "orders_of",
    "recorded",
    "return_card",
    "return_rows",
    "returns",
    "returns_page",
    "serving_line",
    "trading_facts",
    "turnover",
    "untied_count",
    "untied_lines",
    "untied_rows",
]
