"""The words of consent: purposes, channels, evidence, what was said, and the answer to "may we?"."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from minghua.kernel.personal import Register, register
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import NO_TEXT, Text

ANY: Final = "any"
MAJORITY: Final = 14
"""Below this age a guardian consents, and nobody is marketed to (PIPL 31, N8)."""


class Act(StrEnum):
    """What the customer said."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law asks of a purpose: does silence allow it, also for a child, must consent be separate, is it by channel."""

    silence_allows: bool = False
    also_for_minors: bool = False
    separate: bool = False
    by_channel: bool = False


PURPOSES: Final[dict[str, Terms]] = {
    "service": Terms(silence_allows=True, also_for_minors=True, by_channel=True),
    "marketing": Terms(by_channel=True),
    "profiling": Terms(silence_allows=True),
    "sharing": Terms(separate=True),
    "cross_border": Terms(separate=True),
    "sensitive": Terms(separate=True),
    "disclosure": Terms(separate=True),
}
"""A purpose that a firm adds itself is asked for like marketing: silence is no."""
ADDED: Final = Terms(by_channel=True)
MARKETING: Final = "marketing"
PROFILING: Final = "profiling"


def terms_of(purpose: str) -> Terms:
    """Return what the law asks of that purpose."""
    return PURPOSES.get(purpose, ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """Something a customer said about a purpose and a channel, with its evidence; `given_at` None means now.

    `policy` is the version shown, None for the one in force; `guardian` names who spoke for a child.
    """

    customer_id: int
    purpose: str
    channel: str = ANY
    act: Act = Act.GRANTED
    how: str = ""
    given_at: datetime | None = None
    note: str = ""
    file_id: str = ""
    guardian: str = ""
    separate: bool = False
    policy: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The last word about one channel: what the rule needs of it."""

    channel: str
    act: str
    since: datetime
    separate: bool = False
    guarded: bool = False
    policy_version: int = 0
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What else decides: the birthday if known, whether the data is restricted, whether the customer was erased."""

    birthday: date | None = None
    restricted: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ContactDecision:
    """May we, and why: the code of the reason, its words, and the record it rests on."""

    allowed: bool
    code: str
    reason: Text = NO_TEXT
    since: datetime | None = None
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """One record as people read it."""

    id: int
    customer_id: int
    purpose: str
    channel: str
    act: str
    given_at: datetime
    how: str
    separate: bool
    guardian: str
    note: str
    file_id: str
    policy_version: int | None
    import_run_id: int | None
    recorded_at: datetime
    recorded_by_name: str | None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One purpose of the matrix: the decision by channel."""

    purpose: str
    terms: Terms
    by_channel: dict[str, ContactDecision]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """How many acts were recorded, and the ids that could not be found."""

    changed: int
    refused: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPolicy:
    """A version to publish; `renews` names the purposes whose consents must be asked for again."""

    title: str
    body_zh: str
    body_en: str = ""
    renews: tuple[str, ...] = field(default=())


MARKETING_LABELS: Final = {
    "sms": Text("同意营销短信", "Marketing by SMS"),
    "call": Text("同意营销电话", "Marketing by phone"),
    "wechat": Text("同意营销微信", "Marketing by WeChat"),
    "email": Text("同意营销邮件", "Marketing by e-mail"),
}
"""The columns of files: what was said about marketing, by channel."""

FIRST_POLICY: Final = NewPolicy(
    title="隐私政策（范本，请按本店情况修改后发布新版）",
    body_zh=(
        "一、我们收集什么：您的姓名、联系方式、地址、购买记录，以及您愿意告诉我们的家庭与用量信息。\n"
        "二、我们用来做什么：送货、补货提醒、售后等服务；在您同意后发送优惠信息；为您推荐合适的产品。\n"
        "三、我们不会在未经您单独同意时把信息提供给第三方或境外。\n"
        "四、您可以随时查询、复制、更正、删除您的信息，撤回同意，或拒绝个性化推荐；撤回与同意一样方便。\n"
        "五、未满 14 周岁的儿童须由监护人同意，我们不向儿童发送营销信息。\n"
        "六、如有请求或投诉，请联系本店，我们在 15 个工作日内答复。"
    ),
    body_en=(
        "1. What we collect: your name, contact details, address, purchases, and what you tell us about your household.\n"
        "2. What for: delivery, refill reminders and service; offers once you consent; suggestions that suit you.\n"
        "3. We give nothing to third parties or abroad without your separate consent.\n"
        "4. You may ask for a copy, correction or deletion, withdraw consent or refuse profiling at any time; "
        "withdrawing is as easy as consenting.\n"
        "5. For children under 14 a guardian consents, and they receive no marketing.\n"
        "6. Write or call us with any request or complaint: we answer within 15 working days."
    ),
)

VOCABULARIES: Vocabularies = {
    "interactions.consent_purpose": (
        Term("service", "服务通知", "Service messages"),
        Term("marketing", "营销推广", "Marketing"),
        Term("profiling", "个性化分析", "Profiling"),
        Term("sharing", "提供给第三方", "Sharing with third parties"),
        Term("cross_border", "向境外提供", "Transfer abroad"),
        Term("sensitive", "处理敏感信息", "Sensitive data"),
        Term("disclosure", "公开信息", "Publication"),
    ),
    "interactions.consent_channel": (
        Term("any", "全部渠道", "Any channel"),
        Term("sms", "短信", "SMS"),
        Term("call", "电话", "Phone call"),
        Term("wechat", "微信", "WeChat"),
        Term("email", "电子邮件", "E-mail"),
        Term("mail", "信函", "Letter"),
    ),
    "interactions.consent_how": (
        Term("form", "网页或小程序表单", "Web form"),
        Term("paper", "签字纸质材料", "Signed paper"),
        Term("call_note", "电话口头并记录", "Told by phone, noted"),
        Term("in_person", "当面口头并记录", "Told in person, noted"),
        Term("message", "短信或微信回复", "Reply by message"),
        Term("import", "导入的历史记录", "Imported record"),
        Term("link", "客户点击退订链接", "Withdrawal link"),
        Term("request", "权利请求", "Request of the person"),
    ),
}

PERSONAL: tuple[Register, ...] = (
    register("interactions.PrivacyPolicy", "none", "", impersonal="version title body_zh body_en renews published_at"),
    register(
        "interactions.ConsentRecord",
        "customer_id",
        """
        guardian note | account duty ordinary archive blank
        file_id | account duty ordinary archive file
        """,
        impersonal="purpose channel act given_at how separate import_run_id recorded_at",
    ),
    register(
        "interactions.ConsentState",
        "customer_id",
        "",
        impersonal="purpose channel act since separate guarded policy_version",
    ),
    register(
        "interactions.ConsentLink",
        "customer_id",
        "digest | contact duty ordinary archive row",
        impersonal="purpose channel made_at",
    ),
    register(
        "interactions.Restriction",
        "customer_id",
        "reason | account duty ordinary archive blank",
        impersonal="since until",
    ),
)
