"""A decision in words, Chinese and English: what happened, the score it saw, the threshold it was held against."""

from collections.abc import Mapping
from typing import Any, Final

from minghua.domain.tiering.types.spec import ProgrammeSpec
from minghua.domain.tiering.types.story import Decision
from minghua.kernel.words import Text

# What each reason says; {before} {after} are names of levels, {score} {from} numbers, the rest what the decision kept.
_WORDS: Final[Mapping[str, Text]] = {
    "joined": Text("加入计划，从「{after}」开始。", "Joined the programme at {after}."),
    "opening": Text("带着等级「{after}」加入，成绩 {score}。", "Came along as {after} with {score}."),
    "reached": Text("成绩 {score} 达到 {from}，升为「{after}」。", "{score} reached {from}: {before} became {after}."),
    "reached_in_grace": Text(
        "宽限期内成绩 {score} 达到 {from}，为「{after}」。", "Within the grace {score} reached {from}: {after}."
    ),
    "rose_at_expiry": Text(
        "有效期满，成绩 {score} 达到 {from}，升为「{after}」。", "The period ended; {score} reached {from}: {after}."
    ),
    "kept": Text("有效期满，成绩 {score}，保留「{after}」。", "The period ended; with {score}, {after} was kept."),
    "fell": Text(
        "有效期满，成绩 {score}，由「{before}」降为「{after}」。",
        "The period ended; with {score}, {before} became {after}.",
    ),
    "grace": Text(
        "有效期满，成绩 {score} 不足，宽限 {days} 天。",
        "The period ended; {score} is too little; {days} days of grace.",
    ),
    "revoked": Text(
        "促成升级的成绩被冲回，恢复「{after}」及原有效期。",
        "What had raised the level was reversed: {after} and its period stand again.",
    ),
    "fell_by_reversal": Text(
        "成绩冲回后为 {score}，由「{before}」降为「{after}」。",
        "After a reversal the score is {score}: {before} became {after}.",
    ),
    "suspended": Text(
        "条件不再满足，由「{before}」改为「{after}」。", "A condition is no longer met: {before} became {after}."
    ),
    "watch": Text(
        "连续第 {month} 个月低于「{after}」的门槛，满 {of} 个月降级。",
        "Month {month} below {after}; after {of} the level falls.",
    ),
    "watch_cleared": Text("恢复达标，不再关注。", "Back above the threshold; no longer watched."),
    "watch_fell": Text(
        "连续 {months} 个月不达标，由「{before}」降为「{after}」。",
        "After {months} failing months {before} became {after}.",
    ),
    "version": Text("规则第 {version} 版生效。", "Version {version} of the rules came into force."),
    "level_gone": Text(
        "规则第 {version} 版没有原等级，重新定级为「{after}」。",
        "Version {version} no longer has the level: graded anew as {after}.",
    ),
}
_UNKNOWN: Final = Text("等级为「{after}」。", "The level is {after}.")
_DEDUCTED: Final = Text("到期扣减 {deducted}。", " {deducted} was deducted.")


def say(decision: Decision, spec: ProgrammeSpec) -> Text:
    """Return a decision as one sentence in both languages."""
    words = _WORDS.get(decision.code, _UNKNOWN)
    zh, en = (words.zh.format_map(_Facts(decision, spec, "zh")), words.en.format_map(_Facts(decision, spec, "en")))
    if "deducted" in decision.inputs:
        zh += _DEDUCTED.zh.format(**decision.inputs)
        en += _DEDUCTED.en.format(**decision.inputs)
    return Text(zh, en)


class _Facts(dict[str, Any]):
    """The facts of a decision by the names the sentences use; what is not known is a dash."""

    def __init__(self, decision: Decision, spec: ProgrammeSpec, language: str) -> None:
        names = {level.code: getattr(level.name, language) for level in spec.levels}
        super().__init__(
            decision.inputs,
            before=names.get(decision.before, decision.before),
            after=names.get(decision.after, decision.after),
            score=measured(decision.score, decision.parts),
            version=decision.version,
        )
        self["from"] = "—" if decision.threshold is None else f"{decision.threshold:,}"

    def __missing__(self, name: str) -> str:
        return "—"


def measured(score: int, parts: int) -> str:
    """Return a score as it is read: an average rounded down to two places."""
    if parts == 1:
        return f"{score:,}"
    whole, rest = divmod(score, parts)
    return f"{whole:,}.{rest * 100 // parts:02d}" if rest else f"{whole:,}"
