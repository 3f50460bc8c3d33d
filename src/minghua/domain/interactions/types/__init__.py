"""The words of interactions: channels of R17.1, directions, and the frozen rows that pass through its doors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minghua.domain.interactions.types import access, consent, rights
from minghua.domain.interactions.types.consent import ANY, FIRST_POLICY, PURPOSES, Act, NewConsent, NewPolicy, Withdrawn
from minghua.domain.interactions.types.rights import Ask, Deed, NewDeed, NewRequest
from minghua.kernel.personal import Register, register
from minghua.kernel.vocabularies import Term, Vocabularies

__all__ = [
    "ANY",
    "FIRST_POLICY",
    "PARAMETERS",
    "PURPOSES",
    "VOCABULARIES",
    "Act",
    "Ask",
    "ContactLogged",
    "Deed",
    "Direction",
    "Due",
    "NewConsent",
    "NewContact",
    "NewDeed",
    "NewNextStep",
    "NewPolicy",
    "NewRequest",
    "NextStepCard",
    "Withdrawn",
]


class Direction(StrEnum):
    """Who began the contact; a note is only written down."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


class Due(StrEnum):
    """Where a next step stands on a given moment."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """One contact as it is logged; `agent_id` None means the person logging it."""

    customer_id: int
    channel: str
    direction: Direction
    happened_at: datetime
    subject: str
    body: str = ""
    outcome: str = ""
    sentiment: str = ""
    topic: str = ""
    order_id: int | None = None
    minutes: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNextStep:
    """Something promised: what, by whom, until when."""

    customer_id: int
    text: str
    due_at: datetime
    assignee_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContactLogged:
    """A stored contact."""

    id: int
    customer_id: int
    channel: str
    direction: str
    at: datetime
    agent_id: int | None
    subject: str
    body: str
    outcome: str
    sentiment: str
    order_id: int | None
    minutes: int | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class NextStepCard:
    """One next step with its customer and assignee as people see them."""

    id: int
    customer_id: int
    customer_name: str
    assignee_id: int
    assignee_name: str
    due_at: datetime
    text: str
    contact_id: int | None
    done_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class PersonDay:
    """What one colleague has to do: counts of open steps, and the first of them."""

    person_id: int
    name: str
    overdue: int
    today: int
    later: int
    steps: tuple[NextStepCard, ...]


VOCABULARIES: Vocabularies = (
    {
        "interactions.channel": (
            Term("phone", "电话", "Phone"),
            Term("face_to_face", "面谈/拜访", "Face to face"),
            Term("wechat", "微信/即时消息", "WeChat / IM"),
            Term("store", "到店", "Store"),
            Term("sms", "短信", "SMS"),
            Term("email", "电子邮件", "E-mail"),
            Term("message", "在线留言", "Online message"),
            Term("web_chat", "网页聊天", "Web chat"),
            Term("push", "应用推送", "App push"),
            Term("social", "社交评论", "Social comment"),
            Term("forum", "论坛/社区", "Forum / community"),
            Term("live", "直播", "Live stream"),
            Term("event", "活动", "Event"),
            Term("letter", "信函", "Letter"),
            Term("ivr", "语音自助", "IVR"),
            Term("insert", "包装/插页", "Packaging / insert"),
        ),
        "interactions.direction": (
            Term("out", "我方发起", "Outgoing"),
            Term("in", "客户来电来访", "Incoming"),
            Term("note", "备注", "Note"),
        ),
        "interactions.topic": (
            Term("inquiry", "咨询", "Inquiry"),
            Term("need", "需求与商机", "Need or opportunity"),
            Term("complaint", "投诉", "Complaint"),
            Term("praise", "表扬", "Praise"),
            Term("suggestion", "建议", "Suggestion"),
        ),
        "interactions.outcome": (
            Term("reached", "已联系上", "Reached"),
            Term("no_answer", "未接通", "No answer"),
            Term("interested", "有意向", "Interested"),
            Term("ordered", "已下单", "Ordered"),
            Term("declined", "拒绝", "Declined"),
            Term("wrong_number", "号码有误", "Wrong number"),
            Term("resolved", "问题已解决", "Resolved"),
            Term("to_follow_up", "待跟进", "To follow up"),
        ),
        "interactions.sentiment": (
            Term("pleased", "满意", "Pleased"),
            Term("neutral", "平和", "Neutral"),
            Term("displeased", "不满", "Displeased"),
        ),
    }
    | consent.VOCABULARIES
    | rights.VOCABULARIES
)

PARAMETERS = rights.PARAMETERS


PERSONAL: tuple[Register, ...] = (
    register(
        "interactions.Contact",
        "customer_id",
        "subject body | follow contract ordinary story blank",
        impersonal="channel direction at outcome sentiment order_id minutes import_run_id topic",
    ),
    register(
        "interactions.NextStep",
        "customer_id",
        "text outcome | follow contract ordinary story blank",
        impersonal="due_at done_at created_at",
    ),
    *consent.PERSONAL,
    *rights.PERSONAL,
    *access.PERSONAL,
)
