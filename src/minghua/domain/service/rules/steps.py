"""What may be done to a case as it stands, and what each deed must say (R20.3, R20.6, SVC-BANK-3)."""

from collections.abc import Iterable, Mapping
from typing import Final

from minghua.domain.service.types.cases import Standing
from minghua.domain.service.types.clocks import PROMISES, ClockKind, State
from minghua.domain.service.types.deeds import HandOver
from minghua.kernel.words import Text

ALWAYS: Final = frozenset({"note", "message"})
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    Standing.OPEN: ALWAYS
    | {
        "reply", "acknowledged", "assigned", "offered", "accepted", "returned", "paused", "promised", "kept", "waived",
        "referred", "regulator_accepted", "regulator_ended", "severity", "level", "terms", "closed", "assessed", "judged", "tried",
        "reaction", "compensated",
    },
    Standing.WAITING: ALWAYS
    | {
        "reply", "acknowledged", "assigned", "offered", "accepted", "returned", "resumed", "promised", "kept", "waived",
        "referred", "regulator_accepted", "regulator_ended", "severity", "level", "terms", "closed", "assessed", "judged", "tried",
        "reaction", "compensated",
    },
    Standing.CLOSED: ALWAYS | {"reopened"},
}  # fmt: skip
BLOCKING: Final = PROMISES | {ClockKind.HAND_OVER, ClockKind.REGULATOR_ACCEPT, ClockKind.REGULATOR_END}
"""Clocks that keep a case from being closed while they run or are broken and not made good (SVC-INV-2)."""
PROBLEMS: Final = {
    "empty": Text("请填写内容。", "Write something."),
    "too_long": Text("文字请在 4000 字以内。", "Keep the text within 4,000 characters."),
    "needs_need": Text("请用客户的原话写下诉求。", "Write the need in the customer's own words."),
    "needs_checked": Text("请写明已经核查了什么。", "Say what was checked."),
    "needs_ask": Text("请写明要接手人做什么。", "Say what the receiver is to do."),
    "needs_contact": Text("请填写客户的联系电话。", "Give the number to reach the customer."),
    "needs_time": Text("请填写答应客户的回复时间，且不早于现在。", "Give the time promised to the customer, not in the past."),
    "to_oneself": Text("不能转给自己。", "It cannot be handed to oneself."),
    "unknown_reason": Text("请选择等待的原因。", "Choose why it waits."),
    "unknown_clock": Text("请选择承诺的种类。", "Choose what is promised."),
    "needs_finding": Text("您要告诉客户什么？请写明查到的结果，或需客户办理的事项。", "What is to be told? Write the finding, or what the customer has to do."),
    "needs_reason": Text("请写明原因。", "Say why."),
    "unknown_outcome": Text("请选择办结结果。", "Choose how it ends."),
    "unknown_cause": Text("请选择原因。", "Choose the cause."),
    "unknown_remedy": Text("请选择怎样处理。", "Choose the remedy."),
    "unknown_reaction": Text("请选择客户的态度。", "Choose the customer's reaction."),
    "unknown_payment": Text("请选择补偿方式。", "Choose what is given."),
    "no_amount": Text("请填写大于零的金额。", "Give an amount above zero."),
    "needs_key": Text("请给出 80 字以内的唯一编号。", "Give a key of 1 to 80 signs."),
    "unknown_severity": Text("请选择轻重。", "Choose the severity."),
}  # fmt: skip


def may_follow(standing: str, act: str) -> bool:
    """Return whether an act may follow on how a case stands."""
    return act in ALLOWED[Standing(standing)]


def text_problem(text: str) -> str:
    """Return the code of what is wrong with a text that must say something."""
    return "empty" if not text.strip() else "too_long" if len(text) > 4_000 else ""


def hand_over_problems(given: HandOver, *, by_id: int | None, late: bool) -> dict[str, str]:
    """Return what a hand-over lacks by field: no blind hand-off (SVC-BANK-3)."""
    checks = {
        "to_id": "to_oneself" if given.to_id == by_id else "",
        "need": "" if given.need.strip() else "needs_need",
        "checked": "" if given.checked.strip() else "needs_checked",
        "ask": "" if given.ask.strip() else "needs_ask",
        "contact": "" if given.contact.strip() else "needs_contact",
        "reply_by": "needs_time" if late else "",
    }
    return {field: code for field, code in checks.items() if code}


def blocking(clocks: Iterable[tuple[str, str, bool]]) -> list[str]:
    """Return the kinds of clocks that keep a case open; each is (kind, state, done)."""
    return [
        kind
        for kind, state, done in clocks
        if kind in BLOCKING and (state == State.OPEN or (state == State.BREACHED and not done))
    ]
