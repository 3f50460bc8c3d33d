"""What other rooms may rank and grade by: the contribution of a customer, their net sales, their gross margin (R11.1)."""

from collections.abc import Callable, Iterable, Sequence

from minghua.domain.value.queries.contributions import contributions
from minghua.domain.value.types import Contribution, Part
from minghua.foundation.measures.types import NamedMeasure, Read, Unit
from minghua.kernel.periods import Period
from minghua.kernel.words import Text


def _reading(of: Callable[[Contribution], int]) -> Read:
    def read(customer_ids: Sequence[int] | None, period: Period) -> Iterable[tuple[int, int]]:
        return ((pk, of(found)) for pk, found in contributions(period=period, customer_ids=customer_ids))

    return read


def _gross_margin(found: Contribution) -> int:
    return found.net_sales_minor - found.parts.get(Part.GOODS, 0)


MEASURES = (
    NamedMeasure(
        "net_contribution", Text("净利润贡献", "Net contribution"), Unit.MONEY,
        Text("销售额减退货和全部成本，人民币分。", "Sales less returns and every cost, in CNY cents."),
        _reading(lambda found: found.net_minor),
    ),
    NamedMeasure(
        "net_sales", Text("净销售额", "Net sales"), Unit.MONEY,
        Text("销售额减退货，人民币分。", "Sales less returns, in CNY cents."),
        _reading(lambda found: found.net_sales_minor),
    ),
    NamedMeasure(
        "gross_margin", Text("毛利", "Gross margin"), Unit.MONEY,
        Text("净销售额减商品成本，人民币分。", "Net sales less the cost of goods, in CNY cents."),
        _reading(_gross_margin),
    ),
)  # fmt: skip
