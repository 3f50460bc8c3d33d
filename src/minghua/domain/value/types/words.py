"""The parts of a contribution, and the unit rates that price service, each dated (R11.1)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text


class Part(StrEnum):
    """One part of a net contribution; sales add, every other part takes away."""

    SALES = "sales"
    RETURNS = "returns"
    GOODS = "goods"
    DISCOUNT = "discount"
    POINTS = "points"
    LOGISTICS = "logistics"
    SERVICE = "service"
    SELLING = "selling"
    BAD_DEBT = "bad_debt"


COSTS: Final = tuple(part for part in Part if part is not Part.SALES)
POSTED: Final = (Part.DISCOUNT, Part.POINTS, Part.LOGISTICS, Part.SERVICE, Part.SELLING, Part.BAD_DEBT)
"""The parts that cost entries may name; sales, returns and goods come from the books of orders."""

NAMES: Final[Mapping[Part, Text]] = {
    Part.SALES: Text("销售额", "Sales"),
    Part.RETURNS: Text("退货", "Returns"),
    Part.GOODS: Text("商品成本", "Cost of goods"),
    Part.DISCOUNT: Text("折扣", "Discounts"),
    Part.POINTS: Text("积分成本", "Cost of points"),
    Part.LOGISTICS: Text("物流", "Logistics"),
    Part.SERVICE: Text("服务成本", "Service"),
    Part.SELLING: Text("销售费用", "Selling"),
    Part.BAD_DEBT: Text("坏账", "Bad debt"),
}

_YUAN: Final = Text("元", "yuan")


def _rate(code: str, default: str, zh: str, en: str) -> ParameterDef:
    return ParameterDef(
        f"value.{code}", Kind.DECIMAL, default, Text(zh, en), _YUAN, "R11.1", minimum=0, maximum=100_000
    )


PARAMETERS: Final[tuple[ParameterDef, ...]] = (
    _rate("call_minute", "1.00", "通话每分钟成本", "Cost of a minute on the telephone"),
    _rate("visit", "30.00", "上门一次的成本", "Cost of a visit"),
    _rate("contact", "2.00", "其他联系一次的成本", "Cost of any other contact"),
    _rate("order_logistics", "0.00", "每张订单的物流成本", "Logistics of an order"),
    ParameterDef(
        "value.returned_stock",
        Kind.INTEGER,
        100,
        Text("退回商品可再售的比例", "Share of returned goods that can be sold again"),
        Text("%", "%"),
        "R11.1",
        minimum=0,
        maximum=100,
    ),
)
