"""What is wrong with a programme's text: the place, what, and what to do, in both languages."""

from dataclasses import dataclass
from typing import Any, Final

from minghua.kernel.errors import Fault, Refusal
from minghua.kernel.words import Text

LARGEST: Final = 10**15 - 1  # fifteen digits: beyond every threshold, amount and count of a house


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect: `path` is the place in the data ("levels[2].from"), `line` its line in the text (0 without one)."""

    path: str
    code: str
    text: Text
    remedy: Text
    line: int = 0

    def say(self, language: str) -> str:
        """Return place, defect and remedy as one line."""
        where = Text(f"第 {self.line} 行 ", f"line {self.line}, ").say(language) if self.line else ""
        colon, stop = Text("：", "").say(language), Text("", " ").say(language)
        return f"{where}{self.path}{colon or ': '}{self.text.say(language)}{stop}{self.remedy.say(language)}"


class ProgrammeInvalid(Refusal):
    """A programme's text cannot be accepted; `problems` lists every defect with its place and remedy."""

    code = "programme_invalid"
    status = 422
    text = Text("计划有 {count} 处问题。{zh}", "The programme has {count} problems. {en}")
    remedy = Text("请逐处更正后再保存。", "Mend each of them and save again.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(field=first.path, count=len(problems), zh=first.say("zh-hans"), en=first.say("en"))

    def faults(self, language: str) -> tuple[Fault, ...]:
        """Return every defect with its place."""
        return tuple(Fault(each.path, each.code, each.say(language)) for each in self.problems)


def not_whole(data: Any, *, least: int, most: int) -> Text:
    """Return that something is no whole number between two bounds; the largest of all is said by its digits."""
    if most == LARGEST:
        return Text(
            f"「{data}」不是 {least} 以上、最多 15 位的整数。",
            f"“{data}” is not a whole number from {least} up, of at most 15 digits.",
        )
    return Text(
        f"「{data}」不是 {least}–{most} 之间的整数。", f"“{data}” is not a whole number from {least} to {most}."
    )
