"""What a member typed into the form of a questionnaire, as the rules read answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from minghua.domain.loyalty.types.questionnaire import Question, QuestionKind, Questionnaire, Said
from minghua.kernel.errors import Invalid


def read(asked: Questionnaire, form: Any) -> dict[str, Said]:
    """Return the answers by question; what was left empty is left out."""
    said = {each.code: _said(each, form) for each in asked.questions}
    return {code: each for code, each in said.items() if each not in ("", ())}


def shown(asked: Questionnaire, form: Any) -> Mapping[str, tuple[str, ...]]:
    """Return what was typed, to show it again."""
    return {each.code: tuple(form.getlist(_field(each))) for each in asked.questions}


def day(text: str) -> date | None:
    """Return the day of a form, None for an empty one; raises Invalid."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("请填日期，例如 2026-11-30。", "Write a day such as 2026-11-30.", field="day") from None


def _said(question: Question, form: Any) -> Said:
    found = [each.strip() for each in form.getlist(_field(question))]
    if question.kind is QuestionKind.SOME:
        return tuple(each for each in found if each)
    said = found[0] if found else ""
    digits = said.removeprefix("-")
    is_number = question.kind is QuestionKind.NUMBER and digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(said) if is_number else said


def _field(question: Question) -> str:
    return f"q-{question.code}"
