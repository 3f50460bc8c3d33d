"""Words of complaints: how grave a text is and why, what is decided, what the customer says to it, what may be paid (C19)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text


class Sense(StrEnum):
    """What a phrase tells of."""

    SAFETY = "safety"  # body or life: a person calls within minutes
    GRAVE = "grave"  # press, law, authority, data
    ANGRY = "angry"
    LEAVING = "leaving"


class Found(NamedTuple):
    """A phrase in a text, from its first sign up to the one after its last."""

    sense: Sense
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gravity:
    """What a text comes to: severity with every reason, whether somebody may be hurt, is angry, means to leave."""

    severity: str
    found: tuple[Found, ...]
    reasons: tuple[Text, ...]
    safety: bool
    angry: bool
    leaving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided: the cause, the remedy, and the sentence for the customer."""

    cause: str
    remedy: str
    text: str
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What the customer is given for it; `key` names it once for ever."""

    kind: str
    amount_minor: int
    reason: str
    key: str


class Authority(NamedTuple):
    """Up to how much a rank may give on one case in seven days."""

    permission: str
    limit_minor: int


class Leave(NamedTuple):
    """Whether a payment may be made by somebody, why, and by whom otherwise."""

    allowed: bool
    sum_minor: int
    limit_minor: int
    needs: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """How a complaint stands as its log tells it."""

    safety: bool = False
    angry: bool = False
    leaving: bool = False
    cause: str = ""
    remedy: str = ""
    valid: bool = True
    decided: bool = False
    reaction: str = ""
    tries: int = 0
    recourse_told: bool = False
    paid_minor: int = 0
    called: bool = False


MISSING: Final = {
    "called": Text("还没有由人打过电话：涉及安全，不能只发券或自动回复", "no person has called yet: this is about safety"),
    "decided": Text("还没有写明原因和决定", "cause and decision are not written yet"),
    "reaction": Text("还没有客户的态度：接受、不接受，或联系三次无回音", "the customer's reaction is not known: accepted, rejected, or three tries without answer"),
    "recourse": Text("客户不接受：还没有告知 12315 等其他途径", "rejected: the customer was not told of the authority and other ways"),
}  # fmt: skip
TRIES: Final = 3  # SVC-EMO-4
CALL_MINUTES: Final = 15  # SVC-PAR-2
SUM_DAYS: Final = 7  # A19.3
CAP_DAYS: Final = 365  # R19.8


def _limit(code: str, amount: int, zh: str, en: str) -> ParameterDef:
    return ParameterDef(
        f"service.{code}", Kind.INTEGER, amount, Text(zh, en), Text("分", "fen"), "R19.8", minimum=0, maximum=10**11
    )


AGENT_LIMIT: Final = _limit(
    "pay_agent", 100_00, "处理人可补偿的上限（同一工单 7 天合计）", "What an agent may give on one case in 7 days"
)
LEAD_LIMIT: Final = _limit(
    "pay_lead", 500_00, "主管可补偿的上限（同一工单 7 天合计）", "What a lead may give on one case in 7 days"
)
MANAGER_LIMIT: Final = _limit(
    "pay_manager", 10_000_00, "经理可补偿的上限（同一工单 7 天合计）", "What a manager may give on one case in 7 days"
)
CUSTOMER_CAP: Final = _limit(
    "pay_customer", 20_000_00, "一位客户 365 天内的补偿上限", "What one customer may be given in 365 days"
)
PARAMETERS: Final = (AGENT_LIMIT, LEAD_LIMIT, MANAGER_LIMIT, CUSTOMER_CAP)

VOCABULARIES: Final[Vocabularies] = {
    "service.cause": (
        Term("quality", "产品质量", "Quality of the product"),
        Term("attitude", "服务态度、技能", "Attitude or skill"),
        Term("speed", "太慢", "Slowness"),
        Term("price", "价格", "Price"),
        Term("delivery", "送货", "Delivery"),
        Term("promise", "承诺、宣传不实", "Untrue promise or advertising"),
        Term("contract", "合同条款", "Contract terms"),
        Term("safety", "安全", "Safety"),
        Term("measure", "计量", "Measurement"),
        Term("after_sale", "售后", "After-sale"),
        Term("privacy", "隐私", "Privacy"),
        Term("understanding", "客户误解或期望过高", "Misunderstanding or expectation"),
        Term("accident", "意外、不可抗力", "Accident, force majeure"),
    ),
    "service.remedy": (
        Term("refund", "退款", "Refund"),
        Term("exchange", "换货", "Exchange"),
        Term("repair", "修理、返工", "Repair or rework"),
        Term("help", "技术帮助", "Technical help"),
        Term("information", "说明", "Information"),
        Term("compensation", "补偿", "Compensation"),
        Term("apology", "道歉", "Apology"),
        Term("process", "改流程", "Change of process"),
        Term("none", "不支持", "None"),
    ),
    "service.reaction": (
        Term("accepted", "客户接受", "Accepted"),
        Term("rejected", "客户不接受", "Rejected"),
        Term("no_answer", "联系三次无回音", "No answer after three tries"),
    ),
    "service.payment": (
        Term("money", "现金", "Money"),
        Term("voucher", "代金券", "Voucher"),
        Term("gift", "礼品", "Gift"),
    ),
}
