"""Numbers of the business that this room reads; each stands here once with its default (domain parameters P01–P03)."""

from typing import NamedTuple

from minghua.kernel.words import Text


class Number(NamedTuple):
    """A parameter: its code, default, label, unit and the id it has in the specification."""

    code: str
    default: int
    label: Text
    unit: Text
    source: str


_DAYS = Text("天", "days")

PARAMETERS: tuple[Number, ...] = (
    Number(
        "customers.pool_return_days", 30, Text("公海自动退回天数", "Days without follow-up before return"), _DAYS, "P01"
    ),
    Number(
        "customers.claim_limit",
        50,
        Text("公海领取上限(库容)", "Claim limit per salesperson"),
        Text("位", "customers"),
        "P02",
    ),
    Number("customers.churn_window_days", 180, Text("流失窗口", "Churn window"), _DAYS, "P03"),
    Number("customers.regained_days", 180, Text("赢回状态保持", "Days a customer counts as regained"), _DAYS, "R01.2"),
    Number(
        "customers.loyal_index",
        80,
        Text("忠诚指数界线", "Loyalty index of a loyal customer"),
        Text("分", "points"),
        "P34",
    ),
    Number("customers.cycle_days_a", 30, Text("A类档案更新周期", "Update cycle, class A"), _DAYS, "R07.4"),
    Number("customers.cycle_days_b", 91, Text("B类档案更新周期", "Update cycle, class B"), _DAYS, "R07.4"),
    Number("customers.cycle_days_c", 182, Text("C类档案更新周期", "Update cycle, class C"), _DAYS, "R07.4"),
)
