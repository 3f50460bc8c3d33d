"""What is wrong with a scheme's text: the place, what, and what to do, in both languages."""

from minghua.domain.tiering.types import Problem
from minghua.kernel.errors import Fault, Refusal
from minghua.kernel.words import Text


class SchemeInvalid(Refusal):
    """A scheme's text cannot be accepted; `problems` lists every defect with its place and remedy."""

    code = "scheme_invalid"
    status = 422
    text = Text("权益方案有 {count} 处问题。{zh}", "The scheme has {count} problems. {en}")
    remedy = Text("请逐处更正后再保存。", "Mend each of them and save again.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(field=first.path, count=len(problems), zh=first.say("zh-hans"), en=first.say("en"))

    def faults(self, language: str) -> tuple[Fault, ...]:
        """Return every defect with its place."""
        return tuple(Fault(each.path, each.code, each.say(language)) for each in self.problems)
