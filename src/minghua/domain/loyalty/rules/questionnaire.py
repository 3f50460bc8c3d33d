"""Which answers are valid, what they pay, and what they fill in the archive with whose consent (R24.2, R06.4)."""

from collections.abc import Collection, Mapping
from typing import Final

from minghua.domain.loyalty.types.questionnaire import (
    Filled,
    Participation,
    Question,
    QuestionKind,
    Questionnaire,
    Said,
)
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.words import Text

MOST_WORDS: Final = 500
_SAYS: Final = {
    "already_taken": Text("这一期已经参加过。", "You took part in this edition already."),
    "unknown_question": Text("没有这道题。", "There is no such question."),
    "missing": Text("请回答这道题。", "Answer this question."),
    "not_an_option": Text("请从选项中选择。", "Choose from the options."),
    "twice": Text("同一选项选了两次。", "One option was chosen twice."),
}


def judge(
    asked: Questionnaire, said: Mapping[str, Said], *, taken_before: bool, consents: Collection[str]
) -> Participation:
    """Return whether answers are taken, what they pay, and what may go to the archive.

    An answer whose purpose has no consent stays out of the archive; it is paid all the same, for consent is not bought.
    """
    if taken_before:
        return Participation(accepted=False, reasons={asked.edition: _because("already_taken")})
    wrong = problems(asked, said)
    if wrong:
        return Participation(accepted=False, reasons=wrong)
    answered = [each for each in asked.questions if each.fill is not None and _is_said(said.get(each.code))]
    return Participation(
        accepted=True,
        points=asked.points,
        filled=tuple(_filled(each, said) for each in answered if each.fill and each.fill.purpose in consents),
        withheld=tuple(each.fill for each in answered if each.fill and each.fill.purpose not in consents),
        reasons={},
    )


def problems(asked: Questionnaire, said: Mapping[str, Said]) -> Mapping[str, Reason]:
    """Return what is wrong with the answers, by question; empty when they are valid."""
    known = {each.code for each in asked.questions}
    found = {code: _because("unknown_question") for code in said if code not in known}
    for question in asked.questions:
        reason = _against(question, said.get(question.code))
        if reason is not None:
            found[question.code] = reason
    return found


def _against(question: Question, said: Said | None) -> Reason | None:
    if said is None or not _is_said(said):
        return _because("missing") if question.required else None
    match question.kind:
        case QuestionKind.ONE:
            return None if said in question.options else _because("not_an_option")
        case QuestionKind.SOME:
            return _against_some(question, said)
        case QuestionKind.NUMBER:
            return _against_number(question, said)
        case QuestionKind.WORDS:
            return _against_words(said)


def _against_some(question: Question, said: Said) -> Reason | None:
    if not isinstance(said, tuple) or not set(said) <= set(question.options):
        return _because("not_an_option")
    if len(set(said)) < len(said):
        return _because("twice")
    if len(said) > question.most:
        return Reason("too_many", Text(f"最多选 {question.most} 项。", f"Choose {question.most} at most."))
    return None


def _against_number(question: Question, said: Said) -> Reason | None:
    if isinstance(said, int) and not isinstance(said, bool) and question.low <= said <= question.high:
        return None
    low, high = question.low, question.high
    return Reason(
        "not_in_range", Text(f"请填 {low}–{high} 之间的整数。", f"Write a whole number from {low} to {high}.")
    )


def _against_words(said: Said) -> Reason | None:
    if isinstance(said, str) and len(said) <= MOST_WORDS:
        return None
    return Reason("too_long", Text(f"最多 {MOST_WORDS} 字。", f"Write {MOST_WORDS} characters at most."))


def _filled(question: Question, said: Mapping[str, Said]) -> Filled:
    if question.fill is None:
        raise ValueError("only a question that fills something has a value for the archive")
    return Filled(question.fill.into, question.fill.target, said[question.code], question.fill.purpose)


def _is_said(said: Said | None) -> bool:
    """A number is said even when it is 0; an empty text or choice is not."""
    if isinstance(said, str):
        return bool(said.strip())
    return bool(said) if isinstance(said, tuple) else said is not None


def _because(code: str) -> Reason:
    return Reason(code, _SAYS[code])
