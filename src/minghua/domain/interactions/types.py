"""The words of interactions: channels of R17.1, directions, and the frozen rows that pass through its doors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minghua.kernel.words import Text


class Direction(StrEnum):
    """Who began the contact; a note is only written down."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


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


VOCABULARIES: dict[str, dict[str, Text]] = {
    "interactions.channel": {
        "phone": Text("电话", "Phone"),
        "face_to_face": Text("面谈/拜访", "Face to face"),
        "wechat": Text("微信/即时消息", "WeChat / IM"),
        "store": Text("到店", "Store"),
        "sms": Text("短信", "SMS"),
        "email": Text("电子邮件", "E-mail"),
        "message": Text("在线留言", "Online message"),
        "web_chat": Text("网页聊天", "Web chat"),
        "push": Text("应用推送", "App push"),
        "social": Text("社交评论", "Social comment"),
        "forum": Text("论坛/社区", "Forum / community"),
        "live": Text("直播", "Live stream"),
        "event": Text("活动", "Event"),
        "letter": Text("信函", "Letter"),
        "ivr": Text("语音自助", "IVR"),
        "insert": Text("包装/插页", "Packaging / insert"),
    },
    "interactions.direction": {
        "out": Text("我方发起", "Outgoing"),
        "in": Text("客户来电来访", "Incoming"),
        "note": Text("备注", "Note"),
    },
    "interactions.outcome": {
        "reached": Text("已联系上", "Reached"),
        "no_answer": Text("未接通", "No answer"),
        "interested": Text("有意向", "Interested"),
        "ordered": Text("已下单", "Ordered"),
        "declined": Text("拒绝", "Declined"),
        "wrong_number": Text("号码有误", "Wrong number"),
        "resolved": Text("问题已解决", "Resolved"),
        "to_follow_up": Text("待跟进", "To follow up"),
    },
    "interactions.sentiment": {
        "pleased": Text("满意", "Pleased"),
        "neutral": Text("平和", "Neutral"),
        "displeased": Text("不满", "Displeased"),
    },
}
