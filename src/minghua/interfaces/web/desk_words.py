"""What the desk says of clocks and of the lines of a case's log, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext

from minghua.domain.service.types import ClockRow, Entry
from minghua.domain.service.types.clocks import Unit
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.kernel.words import Text

_UNITS: Final = {
    Unit.BUSINESS: Text("{n} 分钟工作时间", "{n} minutes of working time"),
    Unit.WALL: Text("{n} 分钟，昼夜不停", "{n} minutes by day and night"),
    Unit.DAYS: Text("{n} 个工作日", "{n} working days"),
}
_TITLES: Final = {
    "opened": (Text("登记", "Opened"), "inbox", ""),
    "reply": (Text("答复客户", "Answered the customer"), "message-square", "accent"),
    "message": (Text("客户说", "The customer said"), "phone-incoming", ""),
    "note": (Text("备注", "Note"), "notebook-pen", ""),
    "acknowledged": (Text("已告知收到", "Acknowledged"), "mail", ""),
    "assigned": (Text("指派", "Assigned"), "user-check", ""),
    "offered": (Text("转交，等对方接手", "Handed over, to be accepted"), "handshake", "warn"),
    "accepted": (Text("已接手", "Accepted"), "check", "ok"),
    "returned": (Text("退回首问负责人", "Sent back to who answers for it"), "undo-2", "warn"),
    "paused": (Text("开始等待", "Began to wait"), "clock", "warn"),
    "resumed": (Text("继续处理", "Went on"), "play", ""),
    "promised": (Text("作出承诺", "Promised"), "alarm-clock", "warn"),
    "kept": (Text("兑现承诺", "Kept a promise"), "badge-check", "ok"),
    "waived": (Text("减免承诺", "Waived a promise"), "ban", ""),
    "referred": (Text("监管部门转来", "Referred by the authority"), "scale", "danger"),
    "regulator_accepted": (Text("已答复监管受理", "The authority was answered"), "scale", ""),
    "regulator_ended": (Text("监管调解终结", "Mediation ended"), "scale", "ok"),
    "severity": (Text("改轻重", "Severity changed"), "gauge", ""),
    "level": (Text("改处理级别", "Level changed"), "gauge", "warn"),
    "terms": (Text("按新政策计时", "Counted by new terms"), "clock", ""),
    "assessed": (Text("按客户的话判断", "Assessed by the customer's words"), "triangle-alert", "danger"),
    "judged": (Text("原因和决定", "Cause and decision"), "scale", "accent"),
    "tried": (Text("联系客户，无人接", "Tried, no answer"), "phone", "warn"),
    "reaction": (Text("客户的态度", "The customer's reaction"), "user-round", "accent"),
    "compensated": (Text("补偿", "Compensated"), "coins", "ok"),
    "closed": (Text("办结", "Closed"), "check-check", "ok"),
    "reopened": (Text("重开", "Reopened"), "rotate-ccw", "danger"),
}
_UNKNOWN: Final = (Text("经过", "Entry"), "circle-dot", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as the page shows it."""

    seq: int
    title: str
    icon: str
    tone: str
    text: str
    notes: tuple[str, ...]
    by: str
    at: datetime


def why(clock: ClockRow) -> str:
    """Return why a clock is due when it is: by a promise, or by so much of a target, less its pauses."""
    if clock.promised:
        return gettext("答应客户的时间")
    if clock.target is None:
        return gettext("没有规定期限")
    said = [_UNITS[clock.target.unit].say(display.language()).format(n=display.number(clock.target.amount))]
    if clock.percent != 100:
        said.append(gettext("按 %(n)s%% 计") % {"n": clock.percent})
    if clock.pauses:
        said.append(gettext("扣除等待 %(text)s") % {"text": _long(sum((b - a for a, b in clock.pauses), timedelta()))})
    said.append(gettext("政策第 %(n)s 版") % {"n": clock.policy} if clock.policy else gettext("出厂政策"))
    return " · ".join(said)


def lines(entries: Iterable[Entry], *, names: Mapping[int, str]) -> list[Line]:
    """Return the log in words, the latest line first; `names` says who the ids are."""
    return [_line(entry, names) for entry in reversed(list(entries))]


def people_in(entries: Iterable[Entry]) -> set[int]:
    """Return the ids of the people that the log names in its data."""
    named = (entry.data.get(key) for entry in entries for key in ("to", "from", "owner"))
    return {each for each in named if isinstance(each, int)}


def _line(entry: Entry, names: Mapping[int, str]) -> Line:
    title, icon, tone = _TITLES.get(entry.act, _UNKNOWN)
    by = entry.by_name or gettext("系统")
    return Line(entry.seq, display.say(title), icon, tone, entry.text, tuple(_notes(entry, names)), by, entry.at)


def _notes(entry: Entry, names: Mapping[int, str]) -> list[str]:
    said = [*_of_data(entry.data, names), *_of_details(entry.details)]
    if entry.data.get("auto"):
        said.append(gettext("自动回复：只算告知收到，不算答复"))
    return [each for each in said if each]


def _of_data(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    coded = (
        ("clock", "service.clock"), ("reason", "service.pause"), ("severity", "service.severity"),
        ("cause", "service.cause"), ("remedy", "service.remedy"), ("reaction", "service.reaction"),
        ("payment", "service.payment"), ("channel", "interactions.channel"), ("outcome", "service.outcome"),
    )  # fmt: skip
    said = [display.say(vocabularies.label(name, str(data[key]))) for key, name in coded if data.get(key)]
    if data.get("amount_minor"):
        said.append(display.money(data["amount_minor"]))
    if data.get("recourse"):
        said.append(gettext("已告知 12315 等其他途径"))
    if data.get("to"):
        said.append("→ " + names.get(int(data["to"]), ""))
    if data.get("owner"):
        said.append(gettext("负责人 %(name)s") % {"name": names.get(int(data["owner"]), "")})
    if data.get("due_at"):
        said.append(gettext("%(moment)s 前") % {"moment": _moment(data["due_at"])})
    return said


def _of_details(details: Mapping[str, str]) -> list[str]:
    titles = (
        ("need", gettext("客户诉求：%(text)s")), ("checked", gettext("已核查：%(text)s")),
        ("contact", gettext("联系电话：%(text)s")),
    )  # fmt: skip
    said = [title % {"text": details[key]} for key, title in titles if details.get(key)]
    if details.get("reply_by"):
        said.append(gettext("答应 %(moment)s 前回复") % {"moment": _moment(details["reply_by"])})
    return said


def _moment(text: str) -> str:
    return display.moment(datetime.fromisoformat(text))


def _long(span: timedelta) -> str:
    days, hours, minutes = span.days, span.seconds // 3_600, span.seconds // 60 % 60
    if days:
        return gettext("%(days)s 天 %(hours)s 小时") % {"days": days, "hours": hours}
    return gettext("%(hours)s 小时 %(minutes)s 分") % {"hours": hours, "minutes": minutes}
