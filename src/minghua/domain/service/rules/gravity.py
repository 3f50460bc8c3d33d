"""How grave a text is: safety, press and law, anger, leaving; quoted and denied words do not count (R19.7, SVC-PAR-2, -4, SVC-EMO-1)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from minghua.domain.service.types.cases import Severity
from minghua.domain.service.types.complaints import Found, Gravity, Sense
from minghua.kernel.words import Text

PHRASES: Final[Mapping[Sense, tuple[str, ...]]] = {
    Sense.SAFETY: (
        "食物中毒", "中毒", "腹泻", "拉肚子", "呕吐", "住院", "送医", "急诊", "受伤", "烫伤", "割伤", "划伤", "过敏", "异物", "玻璃渣",
        "牙齿被磕", "磕掉牙", "崩掉牙", "着火", "起火", "冒烟", "爆炸", "漏电", "触电", "漏气", "煤气味",
    ),
    Sense.GRAVE: (
        "媒体", "曝光", "记者", "律师", "起诉", "法院", "12315", "消协", "市场监管", "歧视", "信息泄露", "泄露了我", "报警",
    ),
    Sense.ANGRY: (
        "又错", "太差", "太过分", "骗子", "欺骗", "气死", "忍无可忍", "受够了", "垃圾", "无语", "恶心", "不要脸", "投诉", "一再", "第几次了",
        "忽悠", "什么态度", "糊弄",
    ),
    Sense.LEAVING: (
        "销户", "注销", "退会", "不用你们", "再也不来", "再也不买", "不会再买", "换一家", "换别家", "转走", "退订", "解约",
    ),
}  # fmt: skip
_DENIED: Final = re.compile(r"(?:不是|没有|没|并非|不算|未|不会|无|不至于)[^，。！？；,.!?;]{0,4}$")
_NOT_YET_DENIED: Final = re.compile(r"(?:是不是|有没有|会不会|没有人管|没人管)[^，。！？；,.!?;]{0,4}$")
_QUOTED: Final = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"")
_ORDER: Final = tuple(Severity)
_RAISED: Final = {
    Sense.SAFETY: Text("涉及人身安全：{phrase}", "somebody's safety: {phrase}"),
    Sense.GRAVE: Text("涉及媒体、法律或监管：{phrase}", "press, law or authority: {phrase}"),
    Sense.ANGRY: Text("情绪强烈：{phrase}", "strong feeling: {phrase}"),
    Sense.LEAVING: Text("说要离开：{phrase}", "means to leave: {phrase}"),
}
AGAIN: Final = Text("90 天内同一原因第二次投诉", "second complaint of the same cause within 90 days")
KEY_CUSTOMER: Final = Text("重点客户", "a key customer")


def phrases(text: str) -> tuple[Found, ...]:
    """Return the phrases that the customer means, in their order: neither quoted from others nor denied."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = [
        Found(sense, phrase, at.start(), at.end())
        for sense, words in PHRASES.items()
        for phrase in words
        for at in re.finditer(re.escape(phrase), text)
        if not any(start <= at.start() < end for start, end in quoted) and not _denied(text[: at.start()])
    ]
    return tuple(sorted(_longest(found), key=lambda each: each.start))


def judge(text: str, *, stated: str = "general", again: bool = False, key_customer: bool = False) -> Gravity:
    """Return how grave a complaint is: safety and law are urgent; anger with leaving, a repeat, a key customer raise one step each."""
    found = phrases(text)
    senses = {each.sense for each in found}
    angry, leaving = Sense.ANGRY in senses, Sense.LEAVING in senses
    rank = _rank(stated)
    if senses & {Sense.SAFETY, Sense.GRAVE}:
        rank = len(_ORDER) - 1
    rank += (angry and leaving) + again + key_customer
    raised = [Text(_RAISED[each.sense].zh.format(phrase=each.phrase), _RAISED[each.sense].en.format(phrase=each.phrase)) for each in found]  # fmt: skip
    reasons = (*raised, *([AGAIN] if again else []), *([KEY_CUSTOMER] if key_customer else []))
    return Gravity(_ORDER[min(rank, len(_ORDER) - 1)], found, reasons, Sense.SAFETY in senses, angry, leaving)


def is_complaint(gravity: Gravity) -> bool:
    """Return whether a matter of any kind is a complaint: somebody is hurt, the law is named, or they are angry and mean to leave."""
    senses = {each.sense for each in gravity.found}
    return gravity.safety or Sense.GRAVE in senses or (gravity.angry and gravity.leaving)


def is_graver(severity: str, than: str) -> bool:
    """Return whether a severity stands above another."""
    return _rank(severity) > _rank(than)


def raised(severity: str) -> Severity:
    """Return the severity a step above, the highest for the highest."""
    return _ORDER[min(_rank(severity) + 1, len(_ORDER) - 1)]


def _rank(severity: str) -> int:
    return _ORDER.index(Severity(severity))


def _denied(before: str) -> bool:
    return bool(_DENIED.search(before)) and not _NOT_YET_DENIED.search(before)


def _longest(found: Iterable[Found]) -> list[Found]:
    """Drop a phrase that lies within a longer one of its sense."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: one.start - one.end):
        if not any(one.sense == each.sense and one.start <= each.start and each.end <= one.end for one in kept):
            kept.append(each)
    return kept
