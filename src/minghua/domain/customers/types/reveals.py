"""The words of revealing: why somebody looks behind a mask, how often, and what they then see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term
from minghua.kernel.words import Text

OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Revealed:
    """A value behind its mask, for this person, until then."""

    value: str
    until: datetime


@dataclass(frozen=True, slots=True)
class RevealRow:
    """One look, as an auditor reads it: never the value."""

    id: int
    customer_id: int
    customer_number: str
    field: str
    reason: str
    text: str
    by_id: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Looker:
    """How often a person has looked since some moment, and at how many customers."""

    user_id: int
    name: str
    looks: int
    customers: int


REASONS: tuple[Term, ...] = (
    Term("callback", "回拨客户", "Call the customer back"),
    Term("delivery", "送货或上门联系", "Delivery or visit"),
    Term("identity", "核对客户身份", "Check the customer's identity"),
    Term("complaint", "处理投诉", "Handle a complaint"),
    Term("request", "办理权利请求", "Handle a data request"),
    Term(OTHER, "其他（须说明）", "Other (say what)"),
)
PARAMETERS: tuple[ParameterDef, ...] = (
    ParameterDef("reveal.daily_cap", Kind.INTEGER, 30, Text("每人每天查看脱敏原文上限", "Looks behind a mask per person and day"), Text("次", "looks"), "A2", 0, 10_000),
    ParameterDef("reveal.minutes", Kind.INTEGER, 5, Text("原文显示时长", "How long a value is shown"), Text("分钟", "minutes"), "A2", 1, 60),
    ParameterDef("reveal.unusual", Kind.INTEGER, 15, Text("一天内查看多少次时提醒审计员", "Looks in a day at which auditors are told"), Text("次", "looks"), "A2", 1, 10_000),
)  # fmt: skip
