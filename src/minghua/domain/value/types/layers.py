"""The words of the pyramid: how it is cut, and where a customer stands (C13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from minghua.kernel.periods import Period
from minghua.kernel.words import Text

WHOLE: Final = 10_000  # shares are ten-thousandths


class Method(StrEnum):
    """By what the pyramid is cut."""

    SHARE = "share"  # of the number of customers
    AMOUNT = "amount"  # of the sum of the measure (R10.2)
    VALUE = "value"  # smallest amount of each layer but the last


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, top first: its code, name, and its share (ten-thousandths) or smallest value (minor units)."""

    code: str
    name: Text
    cut: int


@dataclass(frozen=True, slots=True)
class Definition:
    """A pyramid as data."""

    layers: tuple[Layer, ...]
    method: Method = Method.SHARE
    ties_up: bool = False
    basis: str = "net_contribution"
    months: int = 12
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One customer's place; `rank` counts from 1, `layer` from 0 at the top."""

    customer_id: int
    metric_minor: int
    rank: int
    layer: int


FOUR: Final = (
    Layer("important", Text("重要客户", "Important"), 100),
    Layer("secondary", Text("次要客户", "Secondary"), 1_900),
    Layer("ordinary", Text("普通客户", "Ordinary"), 3_000),
    Layer("small", Text("小客户", "Small"), 5_000),
)


def _abc(*cuts: int) -> tuple[Layer, ...]:
    names = (Text("A 类", "A"), Text("B 类", "B"), Text("C 类", "C"))
    return tuple(Layer(code, name, cut) for code, name, cut in zip("abc", names, cuts, strict=True))


PRESETS: Final[Mapping[str, tuple[Text, Definition]]] = {
    "pyramid": (Text("客户金字塔 1/19/30/50", "Pyramid 1/19/30/50"), Definition(FOUR)),
    "count_5_15_80": (Text("按人数 5/15/80", "By number 5/15/80"), Definition(_abc(500, 1_500, 8_000))),
    "count_20_30_50": (Text("按人数 20/30/50", "By number 20/30/50"), Definition(_abc(2_000, 3_000, 5_000))),
    "amount_75_20_5": (
        Text("按金额 75/20/5（ABC）", "By amount 75/20/5 (ABC)"),
        Definition(_abc(7_500, 2_000, 500), Method.AMOUNT, basis="net_sales"),
    ),
}


@dataclass(frozen=True, slots=True)
class LayerSum:
    """What one layer is and brings, in minor units."""

    index: int
    code: str
    name: Text
    customers: int
    sales_minor: int
    net_minor: int
    cost_minor: int
    service_minor: int


@dataclass(frozen=True, slots=True)
class Run:
    """One stored computation of a pyramid."""

    id: int
    definition: Definition
    period: Period
    as_of: date
    customers: int
    layers: tuple[LayerSum, ...]
    figures: Mapping[str, int | None]
    sales_curve: tuple[tuple[int, int], ...]
    whale_curve: tuple[tuple[int, int], ...]
    by_name: str
