"""May we contact or process: the fold over what the customer said, judged by purpose and channel (R06.10, R17.3, N1–N8)."""

from collections.abc import Iterable
from datetime import date

from minghua.domain.interactions.types.consent import (
    ANY,
    MAJORITY,
    MARKETING,
    Act,
    ContactDecision,
    Given,
    NewConsent,
    PersonFacts,
    Terms,
    terms_of,
)
from minghua.kernel.periods import add_months
from minghua.kernel.words import Text

REASONS: dict[str, Text] = {
    "erased": Text("该客户的信息已按请求删除。", "The customer was erased on request."),
    "granted": Text("客户已同意。", "The customer has consented."),
    "not_objected": Text("履行服务所需或法律允许，客户没有拒绝。", "Needed for the service or allowed by law; no objection."),
    "no_consent": Text("客户没有同意过：沉默视为不同意。", "The customer never consented: silence is no."),
    "withdrawn": Text("客户已撤回同意或已拒绝。", "The customer has withdrawn or objected."),
    "restricted": Text("该客户的信息已限制处理，只存储不使用。", "The customer's data is restricted: kept, not used."),
    "minor": Text("未满 14 周岁，不得营销。", "Under 14: no marketing."),
    "needs_guardian": Text("未满 14 周岁，缺少监护人同意的证据。", "Under 14: the guardian's consent is not on record."),
    "needs_separate": Text("法律要求就此事项单独同意。", "The law asks for separate consent to this."),
    "policy_changed": Text("隐私政策已更新，需要重新征得同意。", "The privacy policy has changed: ask again."),
}  # fmt: skip
PROBLEMS: dict[str, Text] = {
    "unknown_purpose": Text("请选择用途。", "Choose the purpose."),
    "unknown_channel": Text("请选择渠道。", "Choose the channel."),
    "not_by_channel": Text("该用途不分渠道。", "This purpose does not go by channel."),
    "unknown_how": Text("请选择同意的方式(证据)。", "Say how the consent was given (the evidence)."),
    "needs_file": Text("签字纸质材料需要上传照片或扫描件。", "Signed paper needs its photograph or scan."),
    "needs_note": Text("请记下客户怎么说的。", "Note what the customer said."),
    "in_the_future": Text("时间不能晚于现在。", "The time cannot lie in the future."),
    "needs_separate": Text("该用途需要单独同意，请确认已单独征得。", "This purpose needs separate consent; confirm that it was."),
    "needs_guardian": Text("客户未满 14 周岁，请填写监护人。", "The customer is under 14: name the guardian."),
    "minor": Text("客户未满 14 周岁，不能登记营销同意。", "The customer is under 14: no consent to marketing."),
}  # fmt: skip
_SPOKEN = frozenset({"call_note", "in_person"})


def latest(records: Iterable[Given]) -> dict[str, Given]:
    """Return the last word by channel: the later one, and of two at the same instant the withdrawal."""
    last: dict[str, Given] = {}
    for said in records:
        if said.channel not in last or _order(said) > _order(last[said.channel]):
            last[said.channel] = said
    return last


def judge(
    purpose: str, channel: str, *, last: dict[str, Given], facts: PersonFacts, renewed: int, on: date
) -> ContactDecision:
    """Return whether this purpose is allowed on this channel on that day, and why.

    `renewed` is the oldest policy version whose consents still count for the purpose.
    """
    terms = terms_of(purpose)
    minor = is_minor(facts.birthday, on=on)
    barred = _barred(facts, minor=minor and purpose == MARKETING)
    if barred:
        return _say(barred)
    said = [last[each] for each in dict.fromkeys((channel, ANY)) if each in last]
    ended = [one for one in said if one.act == Act.WITHDRAWN]
    live = [one for one in said if one.act == Act.GRANTED and not any(end.since >= one.since for end in ended)]
    if not live and ended:
        return _say("withdrawn", max(ended, key=_order))
    silence = "not_objected" if terms.silence_allows and (terms.also_for_minors or not minor) else ""
    if not live:
        return _say(silence or "no_consent")
    faults = [(_fault(terms, one, minor=minor, renewed=renewed), one) for one in live]
    fault, one = min(faults, key=lambda pair: bool(pair[0]))
    return _say((silence or fault) if fault else "granted", one)


def is_minor(birthday: date | None, *, on: date) -> bool:
    """Return whether the person is under 14 on that day; an unknown birthday is not held against anybody."""
    return birthday is not None and on < add_months(birthday, 12 * MAJORITY)


def problems(
    new: NewConsent, *, purposes: frozenset[str], channels: frozenset[str], hows: frozenset[str], minor: bool
) -> dict[str, str]:
    """Return the code of what is wrong by field; empty when the record can be kept (N2, N8)."""
    terms = terms_of(new.purpose)
    checks = {
        "purpose": "unknown_purpose" if new.purpose not in purposes else "",
        "channel": _channel_problem(new.channel, terms, channels),
        "how": "unknown_how" if new.how not in hows else "",
    }
    if new.act == Act.GRANTED:
        checks |= _evidence(new, terms, minor=minor)
    return {field: code for field, code in checks.items() if code}


def _channel_problem(channel: str, terms: Terms, channels: frozenset[str]) -> str:
    if channel not in channels:
        return "unknown_channel"
    return "" if terms.by_channel or channel == ANY else "not_by_channel"


def _evidence(new: NewConsent, terms: Terms, *, minor: bool) -> dict[str, str]:
    spoken = new.how in _SPOKEN and not new.note.strip()
    checks = {
        "file": "needs_file" if new.how == "paper" and not new.file_id else "",
        "note": "needs_note" if spoken else "",
        "separate": "needs_separate" if terms.separate and not new.separate else "",
    }
    if minor:
        checks["guardian"] = "" if new.guardian.strip() else "needs_guardian"
        checks |= {"purpose": "minor"} if new.purpose == MARKETING else {}
    return checks


def _barred(facts: PersonFacts, *, minor: bool) -> str:
    """What no consent can open."""
    if facts.erased:
        return "erased"
    return "restricted" if facts.restricted else "minor" if minor else ""


def _order(said: Given) -> tuple[float, bool, int]:
    return (said.since.timestamp(), said.act == Act.WITHDRAWN, said.record_id)


def _fault(terms: Terms, one: Given, *, minor: bool, renewed: int) -> str:
    if terms.separate and not one.separate:
        return "needs_separate"
    if minor and not one.guarded:
        return "needs_guardian"
    return "policy_changed" if one.policy_version < renewed else ""


def _say(code: str, said: Given | None = None) -> ContactDecision:
    allowed = code in ("granted", "not_objected")
    since, record = (said.since, said.record_id or None) if said else (None, None)
    return ContactDecision(allowed, code, REASONS[code], since, record)
