"""The contribution of everyone as one statement: `rules.contribution` in SQL that both engines speak (R11.1)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from minghua.domain.value.types import COSTS, Dated, Part, Rates
from minghua.kernel.money import MILLI
from minghua.kernel.periods import Period

PARTS: Final = tuple(Part)
COLUMNS: Final = tuple(f"{part.value}_minor" for part in PARTS)
_NET: Final = "sales_minor" + "".join(f" - {part.value}_minor" for part in COSTS)
_BOOKED: Final = (Part.SALES, Part.RETURNS, Part.GOODS)


class Statement(NamedTuple):
    """SQL and what fills its places."""

    sql: str
    values: Mapping[str, Any]


def contributions(
    period: Period, currency: str, rates: Rates, *, customer_ids: Sequence[int] | None = None
) -> Statement:
    """Return the statement of customer_id, orders, every part and net_minor of whoever bought in the period.

    `customer_ids` narrows it to a few.
    """
    known = body(period, currency, rates, customer_ids=customer_ids)
    sql = f"WITH {known.sql} SELECT customer_id, orders, {', '.join(COLUMNS)}, net_minor FROM known"  # noqa: S608 - our own names
    return Statement(sql, known.values)


def body(period: Period, currency: str, rates: Rates, *, customer_ids: Sequence[int] | None = None) -> Statement:
    """Return the table `known` (customer_id, orders, every part, net_minor) as the inner of a WITH."""
    logistics, days = _dated("placed_on", rates.order_logistics)
    among = (
        ""
        if customer_ids is None
        else f" AND x.customer_id IN ({', '.join(map(str, map(int, customer_ids))) or 'NULL'})"
    )
    tables = (_spans(), _priced(among), _pieces(among, logistics, rates), _summed(), _known())
    values = {"currency": currency, "start": period.start.isoformat(), "end": period.end.isoformat()}
    return Statement(", ".join(tables), values | days)


def half_up(value: str, by: int) -> str:
    """Return value / by rounded half away from zero, on the integers of either engine."""
    up, down = f"(2 * ({value}) + {by}) / {2 * by}", f"-((2 * -({value}) + {by}) / {2 * by})"
    return f"CASE WHEN {value} >= 0 THEN {up} ELSE {down} END"


def _dated(column: str, dated: Sequence[Dated]) -> tuple[str, dict[str, str]]:
    """Return the value in force on the day of a column, 0 before the first, and the days it names."""
    newest = sorted(dated, key=lambda one: one.valid_from, reverse=True)
    if not newest:
        return "0", {}
    cases = " ".join(f"WHEN {column} >= %(day{at})s THEN {int(one.value)}" for at, one in enumerate(newest))
    return f"CASE {cases} ELSE 0 END", {f"day{at}": one.valid_from.isoformat() for at, one in enumerate(newest)}


def _spans() -> str:
    """Each dated cost of a product with the day on which the next one begins."""
    following = "LEAD(valid_from) OVER (PARTITION BY product_id ORDER BY valid_from)"
    return (
        f"spans AS (SELECT product_id, cost_minor, valid_from, {following} AS ends "  # noqa: S608 - our own names
        "FROM value_productcost WHERE currency = %(currency)s)"
    )


def _of(day: str, among: str) -> str:
    """The rows of the customers meant, in the currency and the period."""
    return f"x.customer_id IS NOT NULL AND x.currency = %(currency)s AND {day} >= %(start)s AND {day} < %(end)s{among}"


def _placed(kind: str, among: str) -> str:
    return f"x.kind = '{kind}' AND x.status = 'completed' AND {_of('x.placed_on', among)}"


def _costed(day: str) -> str:
    """The products and their spans of cost on that day."""
    return (
        "JOIN catalog_product p ON p.id = l.product_id LEFT JOIN spans s ON s.product_id = l.product_id "
        f"AND s.valid_from <= {day} AND (s.ends IS NULL OR s.ends > {day})"
    )


def _priced(among: str) -> str:
    """What the goods of each line cost; a returned line at the cost of the day it was bought."""
    listed = "CASE WHEN p.currency = %(currency)s THEN p.cost_minor END"
    cost = half_up(f"COALESCE(s.cost_minor, {listed}, 0) * l.quantity_milli", MILLI)
    bought_on = "COALESCE(o.placed_on, x.returned_on)"
    return f"""priced AS (SELECT x.customer_id, {cost} AS cost, 1 AS way FROM orders_order x
        JOIN orders_orderline l ON l.order_id = x.id {_costed("x.placed_on")} WHERE {_placed("sale", among)}
        UNION ALL SELECT x.customer_id, {cost}, -1 FROM orders_return x
        JOIN orders_returnline l ON l.return_of_id = x.id LEFT JOIN orders_orderline b ON b.id = l.order_line_id
        LEFT JOIN orders_order o ON o.id = b.order_id {_costed(bought_on)} WHERE {_of("x.returned_on", among)})"""  # noqa: S608


def _piece(source: str, **known: str) -> str:
    """Return a row per customer of a table: the parts it knows, 0 for the others."""
    parts = ", ".join(f"{known.get(name, '0')} AS {name}" for name in ("orders", *COLUMNS))
    return f"SELECT x.customer_id, {parts} FROM {source} GROUP BY x.customer_id"  # noqa: S608 - our own names


def _pieces(among: str, logistics: str, rates: Rates) -> str:
    kept = half_up(f"cost * {int(rates.returned_stock)}", 100)
    posted = {
        f"{part.value}_minor": f"SUM(CASE WHEN part = '{part.value}' THEN amount_minor ELSE 0 END)"
        for part in PARTS
        if part not in _BOOKED
    }
    debts = f"{_placed('adjustment', among)} AND x.kind_reason = 'bad_debt'"
    pieces = (
        _piece(
            f"orders_order x WHERE {_placed('sale', among)}",
            orders="COUNT(*)", sales_minor="SUM(total_minor)", logistics_minor=f"SUM({logistics})",
        ),
        _piece(f"orders_return x WHERE {_of('x.returned_on', among)}", returns_minor="SUM(total_minor)"),
        _piece("priced x", goods_minor=f"SUM(CASE WHEN way = 1 THEN cost ELSE -({kept}) END)"),
        _piece(f"orders_order x WHERE {debts}", bad_debt_minor="SUM(-total_minor)"),
        _piece(f"value_costentry x WHERE {_of('x.event_on', among)}", **posted),
    )  # fmt: skip
    return f"pieces AS ({' UNION ALL '.join(pieces)})"


def _summed() -> str:
    """Everybody who bought; PostgreSQL adds bigints up to a numeric, hence the cast."""
    sums = ", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in ("orders", *COLUMNS))
    return f"summed AS (SELECT customer_id, {sums} FROM pieces GROUP BY customer_id HAVING SUM(orders) > 0)"  # noqa: S608


def _known() -> str:
    return f"known AS (SELECT summed.*, {_NET} AS net_minor FROM summed)"  # noqa: S608 - our own names
