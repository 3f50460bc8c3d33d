"""The words of notices: what is told, how urgently, by which carrier, and where its mail stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from minghua.kernel.words import NO_TEXT, Text


class NoticeMode(StrEnum):
    """How urgently a person is told: 即时, 每日汇总, 只存档."""

    INSTANT = "instant"
    DAILY = "daily"
    ARCHIVE = "archive"


class Carrier(StrEnum):
    """What carries a notice: 站内, 邮件."""

    IN_APP = "in_app"
    MAIL = "mail"


class Wish(StrEnum):
    """What a person prefers for the mails of one kind."""

    DEFAULT = "default"
    INSTANT = "instant"
    DAILY = "daily"
    NEVER = "never"


class MailState(StrEnum):
    """Where the mail of a notice stands."""

    NONE = "none"
    WAITING = "waiting"
    DIGEST = "digest"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


MODES: Final[dict[str, Text]] = {
    NoticeMode.INSTANT: Text("即时", "At once"),
    NoticeMode.DAILY: Text("每日汇总", "Daily digest"),
    NoticeMode.ARCHIVE: Text("只存档", "Archive only"),
}
WISHES: Final[dict[str, Text]] = {
    Wish.DEFAULT: Text("按通知本身", "As each notice asks"),
    Wish.INSTANT: Text("立即发邮件", "Mail at once"),
    Wish.DAILY: Text("每日汇总一封", "Once a day"),
    Wish.NEVER: Text("不发邮件", "No mail"),
}
MAIL_STATES: Final[dict[str, Text]] = {
    MailState.NONE: Text("不发", "None"),
    MailState.WAITING: Text("待发", "Waiting"),
    MailState.DIGEST: Text("等待汇总", "In the next digest"),
    MailState.SENT: Text("已发", "Sent"),
    MailState.FAILED: Text("未送达", "Not delivered"),
    MailState.WITHHELD: Text("已扣留（无权查看）", "Withheld (out of sight)"),
}
BOTH: Final = (Carrier.IN_APP, Carrier.MAIL)
About = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing people are told about; a `must` kind cannot be silenced."""

    code: str
    name: Text
    icon: str = "bell"
    must: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice to some people, before it is stored.

    `about` names the record ("customers.Customer", 7): whoever cannot see it is not shown the text. `key` makes sending
    idempotent per person; `link` is an address of ours ("/customers/7").
    """

    user_ids: tuple[int, ...]
    kind: str
    title: Text
    body: Text = NO_TEXT
    link: str = ""
    about: About | None = None
    mode: NoticeMode = NoticeMode.INSTANT
    carriers: tuple[Carrier, ...] = BOTH
    deadline: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as its person sees it; `hidden` when the record behind it is out of their sight."""

    id: int
    kind: str
    kind_name: Text
    icon: str
    title: Text
    body: Text
    link: str
    mode: NoticeMode
    deadline_at: datetime | None
    created_at: datetime
    read_at: datetime | None
    mail_state: MailState
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants their mails: per kind, at which hour the digest comes, and where they go."""

    address: str
    digest_hour: int
    kinds: tuple[tuple[Kind, Wish], ...]


@dataclass(frozen=True, slots=True)
class MailFailure:
    """A mail that did not reach its person; its text is not shown to those who look after the mails."""

    id: int
    kind_name: Text
    person: str
    at: datetime
    state: MailState
    error: str
