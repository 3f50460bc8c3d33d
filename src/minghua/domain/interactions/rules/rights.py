"""The desk of requests: which deed may follow, what each must say, when the answer is due (R06.10, P08, N5)."""

from datetime import date, timedelta
from typing import Final

from minghua.domain.interactions.types.rights import Clock, Deed, NewDeed, NewRequest, Standing
from minghua.kernel import working_days
from minghua.kernel.words import Text
from minghua.kernel.working_days import DueDay

STEPS: Final[dict[tuple[Standing, Deed], Standing]] = {
    (Standing.RECEIVED, Deed.IDENTIFY): Standing.IDENTIFIED,
    (Standing.RECEIVED, Deed.EXTEND): Standing.RECEIVED,
    (Standing.RECEIVED, Deed.REFUSE): Standing.REFUSED,
    (Standing.IDENTIFIED, Deed.EXTEND): Standing.IDENTIFIED,
    (Standing.IDENTIFIED, Deed.FULFIL): Standing.FULFILLED,
    (Standing.IDENTIFIED, Deed.REFUSE): Standing.REFUSED,
}
PROBLEMS: Final[dict[str, Text]] = {
    "unknown_ask": Text("请选择请求类型。", "Choose what is asked."),
    "unknown_channel": Text("请选择收到请求的方式。", "Choose how it came in."),
    "unknown_requester": Text("请选择谁提出的。", "Choose who asks."),
    "needs_name": Text("不是本人提出时请填写提出人姓名。", "Name the one who asks when it is not the person."),
    "in_the_future": Text("收到日期不能晚于今天。", "It cannot have been received in the future."),
    "too_long_ago": Text("收到日期不能早于一年前。", "It cannot have been received more than a year ago."),
    "too_long": Text("文字请在 4000 字以内。", "Keep the text within 4,000 characters."),
    "unknown_how": Text("请选择核实身份的方式。", "Say how the identity was checked."),
    "unknown_ground": Text("拒绝须选择法定理由。", "A refusal needs its legal ground."),
    "needs_note": Text("请写明提供或办理了什么 / 理由。", "Say what was given or done, or why."),
    "bad_days": Text("延期天数超出上限。", "The extension is longer than allowed."),
}  # fmt: skip


def due(received_on: date, clock: Clock) -> DueDay:
    """Return the day by which to answer; the day of receipt is day 0."""
    if clock.by_calendar:
        return DueDay(received_on + timedelta(days=clock.calendar_days), provisional=False)
    return working_days.after(received_on, clock.working_days)


def problems(
    new: NewRequest, *, asks: frozenset[str], channels: frozenset[str], requesters: frozenset[str], on: date
) -> dict[str, str]:
    """Return the code of what is wrong with a new request by field."""
    received = new.received_on or on
    checks = {
        "ask": "unknown_ask" if new.ask not in asks else "",
        "channel": "unknown_channel" if new.channel not in channels else "",
        "requester": "unknown_requester" if new.requester not in requesters else "",
        "requester_name": "needs_name" if new.requester != "self" and not new.requester_name.strip() else "",
        "text": "too_long" if len(new.text) > 4_000 else "",
        "received_on": "in_the_future" if received > on else "too_long_ago" if (on - received).days > 366 else "",
    }
    return {field: code for field, code in checks.items() if code}


def deed_problems(
    new: NewDeed, *, hows: frozenset[str], grounds: frozenset[str], longest_extension: int
) -> dict[str, str]:
    """Return the code of what is wrong with a deed by field (N5: each answer says on what it rests)."""
    silent = not new.note.strip()
    checks = {
        "how": "unknown_how" if new.deed == Deed.IDENTIFY and new.how not in hows else "",
        "ground": "unknown_ground" if new.deed == Deed.REFUSE and new.ground not in grounds else "",
        "note": "needs_note" if silent and new.deed != Deed.IDENTIFY else "too_long" if len(new.note) > 4_000 else "",
        "days": "bad_days" if new.deed == Deed.EXTEND and not 1 <= new.days <= longest_extension else "",
    }
    return {field: code for field, code in checks.items() if code}


def follows(standing: str, deed: Deed, *, extended: bool) -> Standing | None:
    """Return how the request stands after the deed, None when it may not follow; extended is once."""
    if deed == Deed.EXTEND and extended:
        return None
    return STEPS.get((Standing(standing), deed))


def urgency(*, due_on: date, closed: bool, on: date, warn_days: int) -> str:
    """Return "done", "overdue", "soon" (so many working days left or fewer) or "running"."""
    if closed:
        return "done"
    if on > due_on:
        return "overdue"
    return "soon" if working_days.between(on, due_on) <= warn_days else "running"
