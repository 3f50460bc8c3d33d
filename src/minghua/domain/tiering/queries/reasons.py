"""A decision in words, with the name of the measure whose value it saw (R14.9)."""

from minghua.domain.tiering.rules import telling
from minghua.domain.tiering.types import Decision, ProgrammeSpec
from minghua.domain.tiering.types.spec import MeasureKind
from minghua.foundation.measures import register
from minghua.kernel.words import Text


def said(decision: Decision, spec: ProgrammeSpec) -> Text:
    """Return a decision as one sentence, and what the score is where another room measures it."""
    told, measure = telling.say(decision, spec), spec.measure
    known = register.known().get(measure.name) if measure.kind is MeasureKind.REGISTERED else None
    if known is None or decision.code == "joined":
        return told
    return Text(
        f"{told.zh}成绩是最近 {measure.length} 个月的{known.name.zh}。",
        f"{told.en} The score is the {known.name.en.lower()} of the last {measure.length} months.",
    )
