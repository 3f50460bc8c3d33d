"""One customer's features out of its sales and refunds; pure, and what `measures.features` says of everybody."""

from collections.abc import Iterable
from datetime import date, timedelta

from minghua.domain.value.types.features import MASK_MONTHS, Features, Refund, Sale
from minghua.kernel.periods import Period


def features(sales: Iterable[Sale], refunds: Iterable[Refund], *, period: Period) -> Features | None:
    """Return the features up to the period's end; None for who has bought nothing by then."""
    bought = [sale for sale in sales if sale.on < period.end]
    if not bought:
        return None
    back = [refund for refund in refunds if refund.on < period.end]
    recent = [sale for sale in bought if sale.on in period]
    days = {sale.on for sale in bought}
    return Features(
        first_on=min(days),
        last_on=max(days),
        orders=len(bought),
        sales_minor=sum(sale.total_minor for sale in bought),
        returns_minor=sum(refund.total_minor for refund in back),
        days=len(days),
        recent_last_on=max((sale.on for sale in recent), default=None),
        recent_orders=len(recent),
        recent_sales_minor=sum(sale.total_minor for sale in recent),
        recent_returns_minor=sum(refund.total_minor for refund in back if refund.on in period),
        months=_mask(days, period.end),
    )


def _mask(days: Iterable[date], end: date) -> int:
    last = end - timedelta(days=1)
    mask = 0
    for day in days:
        ago = (last.year - day.year) * 12 + last.month - day.month
        if ago < MASK_MONTHS:
            mask |= 1 << ago
    return mask
