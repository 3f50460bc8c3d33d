"""The text of a questionnaire becomes its specification, or a list of everything that is wrong with it (R24.2)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from minghua.domain.interactions.types import PURPOSES
from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.questionnaire import Fill, Into, Question, QuestionKind, Questionnaire
from minghua.kernel.words import Text

_ASKED: Final = ("code", "edition", "name", "points", "questions")
_QUESTION: Final = ("code", "text", "kind", "options", "most", "low", "high", "required", "fill")
_FILL: Final = ("into", "target", "purpose")
_CHOICES: Final = frozenset({QuestionKind.ONE, QuestionKind.SOME})


def from_text(text: str, *, purposes: Collection[str] = tuple(PURPOSES)) -> Questionnaire:
    """Return the questionnaire that a YAML or JSON text tells; raises SchemeInvalid with the lines.

    `purposes` are those of consent, with what the firm added itself.
    """
    sheet = Sheet(text)
    found = sheet.mapping(sheet.data, "", _ASKED)
    code = sheet.code(found.get("code"), "code")
    asked = read(sheet, found, "", code=code, name=sheet.text(found.get("name"), "name", code), purposes=purposes)
    if not sheet.problems:
        examine(sheet, asked, "")
    sheet.finish()
    return asked


def read(
    sheet: Sheet,
    found: Mapping[str, Any],
    within: str,
    *,
    code: str,
    name: Text,
    purposes: Collection[str] = tuple(PURPOSES),
) -> Questionnaire:
    """Return the questionnaire that a mapping of a text tells; `within` is where it stands, with its point."""
    asked = f"{within}questions"
    return Questionnaire(
        code=code,
        edition=str(found.get("edition") or "").strip()[:40],
        name=name,
        questions=tuple(
            _question(sheet, each, f"{asked}[{place}]", purposes)
            for place, each in enumerate(sheet.listing(found.get("questions"), asked))
        ),
        points=sheet.whole(found.get("points"), f"{within}points", most=1_000_000),
    )


def _question(sheet: Sheet, data: Any, path: str, purposes: Collection[str]) -> Question:
    found = sheet.mapping(data, path, _QUESTION)
    code = sheet.code(found.get("code"), f"{path}.code")
    listed = sheet.listing(found.get("options"), f"{path}.options")
    options = [_option(sheet, each, f"{path}.options[{place}]") for place, each in enumerate(listed)]
    return Question(
        code=code,
        text=sheet.text(found.get("text"), f"{path}.text", code),
        kind=sheet.word(found.get("kind"), f"{path}.kind", QuestionKind, QuestionKind.ONE),
        options=tuple(code for code, _ in options),
        most=sheet.whole(found.get("most"), f"{path}.most", least=1, most=100, default=1),
        low=sheet.whole(found.get("low"), f"{path}.low"),
        high=sheet.whole(found.get("high"), f"{path}.high", default=10),
        required=found.get("required") is not False,
        fill=_fill(sheet, found.get("fill"), f"{path}.fill", purposes),
        named=tuple(name for _, name in options),
    )


def _option(sheet: Sheet, data: Any, path: str) -> tuple[str, Text]:
    """An option is a plain word, or a code with a name in both tongues."""
    if not isinstance(data, Mapping):
        return str(data), Text(str(data), str(data))
    found = sheet.mapping(data, path, ("code", "name"))
    code = sheet.code(found.get("code"), f"{path}.code")
    return code, sheet.text(found.get("name"), f"{path}.name", code)


def _fill(sheet: Sheet, data: Any, path: str, purposes: Collection[str]) -> Fill | None:
    if data is None:
        return None
    found = sheet.mapping(data, path, _FILL)
    purpose = str(found.get("purpose") or "profiling")
    sheet.words([purpose], f"{path}.purpose", purposes)
    return Fill(
        sheet.word(found.get("into"), f"{path}.into", Into, Into.TAG),
        sheet.code(found.get("target"), f"{path}.target"),
        purpose,
    )


def examine(sheet: Sheet, asked: Questionnaire, within: str) -> None:
    """Gather what is wrong with a questionnaire as a whole."""
    if not asked.edition:
        _wrong(sheet, f"{within}edition", "no_edition", "没有写期次。", "It does not say which edition it is.",
               "例如 2024-spring；每期只送一次积分。", "For example 2024-spring; each edition pays once.")  # fmt: skip
    if not asked.questions:
        _wrong(sheet, f"{within}questions", "empty", "没有题目。", "There are no questions.",
               "请至少写一题。", "Write one at least.")  # fmt: skip
    for path, code in _doubles(
        [(f"{within}questions[{at}].code", each.code) for at, each in enumerate(asked.questions)]
    ):
        _twice(sheet, path, code)
    for place, question in enumerate(asked.questions):
        _examine_question(sheet, question, f"{within}questions[{place}]")


def _examine_question(sheet: Sheet, question: Question, path: str) -> None:
    if question.kind in _CHOICES and len(question.options) < 2:
        _wrong(sheet, f"{path}.options", "few_options", "选择题至少要有两个选项。", "A choice needs two options at least.",
               "请补选项，或改题型。", "Add options or change the kind.")  # fmt: skip
    for place, option in _doubles([(f"{path}.options[{at}]", each) for at, each in enumerate(question.options)]):
        _twice(sheet, place, option)
    if question.kind is QuestionKind.SOME and question.most > len(question.options):
        _wrong(sheet, f"{path}.most", "too_many", "可选项数多于选项。", "More may be chosen than there are.",
               "请改小。", "Write a smaller number.")  # fmt: skip
    if question.kind is QuestionKind.NUMBER and question.low > question.high:
        _wrong(sheet, f"{path}.low", "low_above_high", "下限高于上限。", "The lower bound is above the upper one.",
               "请对调。", "Change one of the two.")  # fmt: skip


def _doubles(placed: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for path, code in placed:
        if code in seen:
            yield path, code
        seen.add(code)


def _twice(sheet: Sheet, path: str, code: str) -> None:
    _wrong(sheet, path, "twice", f"「{code}」出现了两次。", f"“{code}” stands twice.",
           "请改一处。", "Change one of the two.")  # fmt: skip


def _wrong(sheet: Sheet, path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
    sheet.wrong(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
