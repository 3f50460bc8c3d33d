"""The features of everybody in one pass over orders and returns: `rules.features` as an Ibis expression."""

from datetime import timedelta
from typing import Any

from minghua.domain.value.types.features import MASK_MONTHS
from minghua.foundation.engine.session import Session
from minghua.kernel.periods import Period

COLUMNS = (
    "customer_id", "first_on", "last_on", "orders", "sales_minor", "returns_minor", "days", "recent_last_on",
    "recent_orders", "recent_sales_minor", "recent_returns_minor", "months",
)  # fmt: skip


def features(session: Session, *, period: Period, currency: str) -> Any:
    """Return the table of everybody who has bought by the period's end, one row per customer."""
    import ibis

    every = session.keep("every", moves(session, period, currency))
    sold = every.way == 1
    recent = every.on >= ibis.literal(period.start)
    zero = ibis.literal(0, "int64")

    def total(condition: Any) -> Any:
        return ibis.coalesce(every.total_minor.sum(where=condition), zero).cast("int64")

    grouped = every.group_by("customer_id").aggregate(
        first_on=every.on.min(where=sold),
        last_on=every.on.max(where=sold),
        orders=sold.cast("int64").sum().cast("int64"),
        sales_minor=total(sold),
        returns_minor=total(~sold),
        days=every.on.nunique(where=sold),
        recent_last_on=every.on.max(where=sold & recent),
        recent_orders=(sold & recent).cast("int64").sum().cast("int64"),
        recent_sales_minor=total(sold & recent),
        recent_returns_minor=total(~sold & recent),
        months=_bit_or(every.bit),
    )
    return grouped.filter(grouped.orders > 0).select(*COLUMNS)


def moves(session: Session, period: Period, currency: str) -> Any:
    """Every completed sale and every return of a known customer before the end, as one table."""
    orders, returns = session.fact("orders"), session.fact("returns")
    sales = orders.filter(
        orders.customer_id.notnull(), orders.currency == currency, orders.kind == "sale",
        orders.status == "completed", orders.placed_on < period.end,
    )  # fmt: skip
    back = returns.filter(returns.customer_id.notnull(), returns.currency == currency, returns.returned_on < period.end)
    return sales.select(
        "customer_id", "total_minor", on=sales.placed_on, way=sales.id * 0 + 1, bit=_bit(sales.placed_on, period)
    ).union(
        back.select("customer_id", "total_minor", on=back.returned_on, way=back.id * 0 - 1, bit=back.id * 0),
        distinct=False,
    )


def _bit(day: Any, period: Period) -> Any:
    """The bit of the month, 0 for one too long ago; columns are cast, never literals (a literal shifts 32 bits elsewhere)."""
    import ibis

    last = period.end - timedelta(days=1)
    ago = (last.year * 12 + last.month) - (day.year().cast("int64") * 12 + day.month().cast("int64"))
    within = ibis.ifelse(ago < MASK_MONTHS, ago, ibis.null("int64"))
    return ibis.coalesce((within * 0 + 1) << within, within * 0, ibis.literal(0, "int64"))


def _bit_or(column: Any) -> Any:
    import ibis

    @ibis.udf.agg.builtin(name="bit_or")
    def bit_or(value: int) -> int: ...  # type: ignore[empty-body]

    return bit_or(column)
