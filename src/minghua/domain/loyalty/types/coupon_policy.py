"""What the shop says about several coupons on one order, as parameters (R24.5)."""

from collections.abc import Mapping
from typing import Any, Final

from minghua.domain.loyalty.types.coupons import Basis
from minghua.domain.loyalty.types.stacking import MOST_ALONE, MOST_ASKED, Sequence, StackingPolicy, Validation
from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.words import Text

_PIECES: Final = Text("张", "coupons")


def _number(code: str, most: int, label: Text) -> ParameterDef:
    return ParameterDef(code, Kind.INTEGER, 1, label, _PIECES, "R24.5", minimum=1, maximum=most)


def _switch(code: str, label: Text) -> ParameterDef:
    return ParameterDef(code, Kind.SWITCH, False, label, source="R24.5")


POLICY: Final = (
    _number("coupons.most", MOST_ASKED, Text("一单最多用几张券", "Coupons on one order at most")),
    _number("coupons.per_category", MOST_ASKED, Text("同一类的券一单最多几张", "Of one category on one order at most")),
    _number("coupons.most_alone", MOST_ALONE, Text("不可叠加的券一单最多几张", "Of coupons that stand alone at most")),
    _switch("coupons.all_or_none", Text("有一张不能用就都不用", "All coupons or none")),
    _switch("coupons.by_rank", Text("按次序号用券（否则按提交的次序）", "By rank, and not as asked")),
    _switch("coupons.on_initial", Text("门槛与折扣按用券前的金额计算", "Thresholds and per cents on amounts before coupons")),
)  # fmt: skip


def policy_of(values: Mapping[str, Any]) -> tuple[StackingPolicy, Basis]:
    """Return the policy and the basis that these values of parameters say."""
    policy = StackingPolicy(
        validation=Validation.ALL if values["coupons.all_or_none"] else Validation.PARTIAL,
        sequence=Sequence.HIERARCHY if values["coupons.by_rank"] else Sequence.REQUESTED,
        most=values["coupons.most"],
        per_category=values["coupons.per_category"],
        most_alone=values["coupons.most_alone"],
    )
    return policy, Basis.INITIAL if values["coupons.on_initial"] else Basis.DISCOUNTED
