"""The words of routing: information types, importance, recipients, routes, and items on their way (R06.5)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from minghua.foundation.notices.types import BOTH, Carrier, NoticeMode
from minghua.kernel.words import NO_TEXT, Text

ANY: Final = "*"
IMPORTANCES: Final = ("A", "B", "C")
LONGEST_MINUTES: Final = 60 * 24 * 31


class ItemState(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    SEEN = "seen"
    HANDLED = "handled"
    TOLD = "told"
    ARCHIVED = "archived"


STATES: Final[dict[str, Text]] = {
    ItemState.OPEN: Text("待处理", "Open"),
    ItemState.SEEN: Text("已看，待处理", "Seen, open"),
    ItemState.HANDLED: Text("已处理", "Handled"),
    ItemState.TOLD: Text("已告知", "Told"),
    ItemState.ARCHIVED: Text("已存档", "Archived"),
}
TYPES: Final[dict[str, Text]] = {
    "complaint": Text("投诉", "Complaint"),
    "need": Text("需求与商机", "Need or opportunity"),
    "contact_change": Text("联系方式变更", "Contact details changed"),
    "new_customer": Text("新客户", "New customer"),
    "returned_customer": Text("流失客户回来", "Lost customer returned"),
    "routine_order": Text("日常订单", "Routine order"),
}
RECIPIENTS: Final[dict[str, Text]] = {
    "owner": Text("负责人", "Owner"),
    "owner_lead": Text("负责人的主管", "The owner's lead"),
    "team": Text("客户所在部门", "The customer's team"),
}
"""Recipients that depend on the customer; `role:code`, `team:id` and `user:id` name them outright."""
UNCONNECTED: Final[dict[str, Text]] = {
    "sms": Text("短信（未接通）", "Text message (not connected)"),
    "im": Text("企业微信等（未接通）", "Chat (not connected)"),
    "card": Text("打印客户卡（在客户页面打印）", "Printed card (print it on the customer's page)"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table: what of which importance goes to whom, how, until when, and what is to be done."""

    info_type: str
    importance: str
    recipients: tuple[str, ...]
    mode: NoticeMode
    carriers: tuple[Carrier, ...] = BOTH
    minutes: int | None = None
    action: Text = NO_TEXT

    def to_json(self) -> dict[str, Any]:
        """Return the line as it is stored."""
        plain = asdict(self) | {"action": list(self.action)}
        return plain | {"recipients": list(self.recipients), "carriers": [str(each) for each in self.carriers]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Route":
        """Return the line that was stored."""
        return cls(
            info_type=data["info_type"],
            importance=data["importance"],
            recipients=tuple(data["recipients"]),
            mode=NoticeMode(data["mode"]),
            carriers=tuple(Carrier(each) for each in data["carriers"]),
            minutes=data["minutes"],
            action=Text(*data["action"]),
        )


_CALL = Text("先回电，再处理", "Call back, then settle it")
_ANSWER = Text("回复客户", "Answer the customer")
_OFFER = Text("联系客户，给出方案", "Get in touch with an offer")
_CHECK = Text("下次联系时核对", "Check at the next contact")
_WELCOME = Text("安排第一次联系", "Plan the first contact")
IN_APP: Final = (Carrier.IN_APP,)
DEFAULT_ROUTES: Final[tuple[Route, ...]] = (
    Route("complaint", "A", ("owner", "role:service", "owner_lead"), NoticeMode.INSTANT, BOTH, 30, _CALL),
    Route("complaint", "B", ("role:service",), NoticeMode.INSTANT, BOTH, 240, _CALL),
    Route("complaint", "C", ("role:service",), NoticeMode.INSTANT, IN_APP, 1_440, _ANSWER),
    Route("need", "A", ("owner",), NoticeMode.INSTANT, BOTH, 480, _OFFER),
    Route("need", ANY, ("owner",), NoticeMode.DAILY, BOTH, None, _OFFER),
    Route("contact_change", ANY, ("owner",), NoticeMode.DAILY, BOTH, None, _CHECK),
    Route("new_customer", ANY, ("owner_lead",), NoticeMode.DAILY, BOTH, None, _WELCOME),
    Route("returned_customer", "A", ("owner",), NoticeMode.INSTANT, BOTH, 1_440, _WELCOME),
    Route("returned_customer", ANY, ("owner",), NoticeMode.DAILY, BOTH, None, _WELCOME),
    Route("routine_order", ANY, ("owner",), NoticeMode.ARCHIVE, IN_APP, None, NO_TEXT),
)


@dataclass(frozen=True, slots=True)
class Table:
    """All routes in force on a day; version 0 is the default of the specification."""

    version: int
    valid_from: date | None
    routes: tuple[Route, ...]
    set_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One piece of information as it arrives; `key` makes telling it idempotent."""

    info_type: str
    importance: str
    customer_id: int
    owner_id: int | None
    team_id: int | None
    title: Text
    body: Text = NO_TEXT
    link: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as its recipient sees it."""

    id: int
    info_type: str
    importance: str
    customer_id: int
    title: Text
    body: Text
    link: str
    mode: NoticeMode
    state: ItemState
    action: Text
    deadline_at: datetime | None
    created_at: datetime
    seen_at: datetime | None
    seen_by: str
    handled_at: datetime | None
    handled_by: str
    outcome: str
    escalated_at: datetime | None
    recipients: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of one type of information: sent, handled in time, handled late, open and late, still open."""

    info_type: str
    sent: int
    in_time: int
    late: int
    missed: int
    open: int
