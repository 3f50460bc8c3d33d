"""The words of requests by persons about their data: what they ask, how it stands, on what day an answer is due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.personal import Register, register
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text


class Ask(StrEnum):
    """What the person asks for."""

    COPY = "copy"
    TRANSFER = "transfer"
    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    EXPLAIN = "explain"
    WITHDRAW = "withdraw"


class Standing(StrEnum):
    """How a request stands."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    FULFILLED = "fulfilled"
    REFUSED = "refused"


OPEN: Final = (Standing.RECEIVED, Standing.IDENTIFIED)


class Deed(StrEnum):
    """What was done about a request; each is a record."""

    IDENTIFY = "identify"
    EXTEND = "extend"
    FULFIL = "fulfil"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request as it came in; `received_on` None means today."""

    customer_id: int
    ask: str
    channel: str
    requester: str = "self"
    requester_name: str = ""
    text: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeed:
    """What is done: identification with its evidence, extension, fulfilment with what was given, refusal with its ground."""

    deed: Deed
    note: str = ""
    how: str = ""
    ground: str = ""
    file_id: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """By which rule an answer is due: so many working days, or so many calendar days."""

    working_days: int
    calendar_days: int
    by_calendar: bool


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request as people see it."""

    id: int
    customer_id: int
    customer_name: str
    ask: str
    standing: str
    channel: str
    requester: str
    requester_name: str
    text: str
    received_on: date
    due_on: date
    provisional: bool
    extended: bool
    closed_at: datetime | None
    received_by_name: str | None


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A package as people see it."""

    id: int
    customer_id: int
    state: str
    asked_at: datetime
    asked_by_name: str
    ready_at: datetime | None
    expires_at: datetime | None
    handed_at: datetime | None
    size: int
    tables: int
    rows: int


@dataclass(frozen=True, slots=True)
class DeedCard:
    """One record of a request."""

    id: int
    deed: str
    at: datetime
    by_name: str | None
    note: str
    how: str
    ground: str
    file_id: str
    due_on: date | None


PARAMETERS: tuple[ParameterDef, ...] = (
    ParameterDef("rights.working_days", Kind.INTEGER, 15, Text("个人信息请求答复期限（工作日）", "Answer to a person's request, working days"), Text("工作日", "working days"), "P08", 1, 60),
    ParameterDef("rights.calendar_days", Kind.INTEGER, 30, Text("个人信息请求答复期限（自然日，按国标计时时使用）", "Answer to a person's request, calendar days"), Text("天", "days"), "GB/T 35273 8.7", 1, 90),
    ParameterDef("rights.by_calendar_days", Kind.SWITCH, False, Text("按自然日计算答复期限", "Count the deadline in calendar days"), source="R06.10"),
    ParameterDef("rights.extension_days", Kind.INTEGER, 15, Text("延期上限（工作日）", "Longest extension, working days"), Text("工作日", "working days"), "P08", 1, 60),
    ParameterDef("rights.warn_days", Kind.INTEGER, 3, Text("到期前提醒（工作日）", "Warn before the deadline, working days"), Text("工作日", "working days"), "R06.10", 0, 15),
    ParameterDef(
        "rights.package_days",
        Kind.INTEGER,
        7,
        Text("个人资料包保留天数", "Days a person's package is kept"),
        Text("天", "days"),
        "PIPL 45",
        1,
        30,
    ),
)  # fmt: skip

VOCABULARIES: Vocabularies = {
    "interactions.rights_ask": (
        Term("copy", "查阅、复制", "Access and copy"),
        Term("transfer", "转移", "Transfer to another firm"),
        Term("correct", "更正、补充", "Correct"),
        Term("delete", "删除、注销", "Delete"),
        Term("restrict", "限制处理", "Restrict use"),
        Term("object", "拒绝个性化分析", "Opt out of profiling"),
        Term("explain", "解释自动化决定", "Explain a decision"),
        Term("withdraw", "撤回同意", "Withdraw consent"),
    ),
    "interactions.rights_standing": (
        Term("received", "待核实身份", "To be identified"),
        Term("identified", "办理中", "In hand"),
        Term("fulfilled", "已满足", "Fulfilled"),
        Term("refused", "已拒绝", "Refused"),
    ),
    "interactions.rights_channel": (
        Term("phone", "电话", "Phone"),
        Term("in_person", "当面", "In person"),
        Term("message", "短信或微信", "SMS or WeChat"),
        Term("email", "电子邮件", "E-mail"),
        Term("letter", "信函", "Letter"),
        Term("authority", "主管部门转来", "From an authority"),
        Term("member_centre", "会员中心", "Member centre"),
    ),
    "interactions.rights_requester": (
        Term("self", "本人", "The person"),
        Term("guardian", "监护人", "Guardian"),
        Term("agent", "受托人", "Agent"),
        Term("relative", "近亲属（本人已去世）", "Relative of the deceased"),
    ),
    "interactions.rights_identity": (
        Term("callback", "回拨档案中的电话核对", "Call back on the number on file"),
        Term("code", "向档案手机发验证码", "Code sent to the mobile on file"),
        Term("facts", "核对订单等只有本人知道的信息", "Facts only the person knows"),
        Term("document", "出示证件", "Identity document shown"),
        Term("mandate", "委托书与双方证件", "Mandate and both documents"),
    ),
    "interactions.rights_ground": (
        Term("not_identified", "无法核实身份", "Identity could not be verified"),
        Term("legal_duty", "法律、行政法规要求保留（个保法第四十七条）", "The law requires keeping it (PIPL 47)"),
        Term("secrecy", "法律规定应当保密（个保法第十八条、第三十五条）", "The law requires secrecy (PIPL 18, 35)"),
        Term("others", "会损害他人合法权益", "It would harm the rights of others"),
        Term("repeated", "短期内重复、明显过度", "Repeated and clearly excessive"),
        Term("no_data", "没有该个人的信息", "No data about the person"),
    ),
}

PERSONAL: tuple[Register, ...] = (
    register(
        "interactions.PersonRequest",
        "customer_id",
        "requester_name text | account duty ordinary account blank",
        impersonal="ask standing channel requester received_on due_on provisional extended closed_at warned_on created_at",
    ),
    register(
        "interactions.PersonPackage",
        "customer_id",
        "file_id | account duty identity account file",
        impersonal="asked_at state ready_at expires_at handed_at size tables rows",
    ),
    register(
        "interactions.RequestDeed",
        "request__customer_id",
        """
        note | account duty ordinary account blank
        file_id | account duty ordinary account file
        """,
        impersonal="deed at how ground due_on",
    ),
)
