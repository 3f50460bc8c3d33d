"""What programs send and receive about business grades: numbers as text, so that nothing is rounded on the way."""

from typing import Annotated, Any, Literal

from pydantic import Field

from minghua.domain.tiering.types import Fault
from minghua.interfaces.rest.shapes import NO_NUL, Body, Day, Instant, Out, WordsOut

Number = Annotated[str, Field(max_length=40, pattern=NO_NUL, description="a decimal of at most six places")]
Name = Annotated[str, Field(max_length=80, pattern=NO_NUL)]
Unit = Annotated[str, Field(max_length=20, pattern=NO_NUL)]
Grade = Literal["", "S", "A", "B", "C", "D"]
Word = Annotated[str, Field(max_length=40, pattern=NO_NUL)]


class ScorecardIndicatorIn(Body):
    """One number: `low` is worth 0, `high` 100; `source` says who knows it."""

    code: Word
    zh: Name = ""
    en: Name = ""
    weight: Number = "1"
    low: Number = "0"
    high: Number = "100"
    source: Word = "typed"
    unit_zh: Unit = ""
    unit_en: Unit = ""


class ScorecardDimensionIn(Body):
    """One side of a business customer; its weight is left out when judgements give it."""

    code: Word
    zh: Name = ""
    en: Name = ""
    weight: Number = "0"
    indicators: Annotated[list[ScorecardIndicatorIn], Field(max_length=60)]


class ScorecardVetoIn(Body):
    """A fact that overrules the score above `over`: `cap` at a grade, or `down` some steps."""

    code: Word
    zh: Name = ""
    en: Name = ""
    over: Number = "0"
    effect: Word
    grade: Word = ""
    steps: Annotated[int, Field(ge=0, le=9)] = 1
    unit_zh: Unit = ""
    unit_en: Unit = ""


class ScorecardCutoffsIn(Body):
    """The least score of each grade; D is what is left."""

    S: Number
    A: Number
    B: Number
    C: Number


class ScorecardIn(Body):
    """A whole scorecard; `judgements` are [one, other, ratio] with ratios such as "3" and "1/3"."""

    dimensions: Annotated[list[ScorecardDimensionIn], Field(max_length=60)]
    cutoffs: ScorecardCutoffsIn
    vetoes: Annotated[list[ScorecardVetoIn], Field(max_length=60)] = []
    judgements: Annotated[list[tuple[Word, Word, Word]], Field(max_length=60)] = []
    min_known: Number = "1"

    def plain(self) -> dict[str, Any]:
        """Return the card as the rules read it."""
        return self.model_dump(mode="json")


class ScorecardOut(Out):
    """A scorecard as plain data."""

    dimensions: list[dict[str, Any]]
    cutoffs: dict[str, str]
    vetoes: list[dict[str, Any]]
    judgements: list[list[str]]
    min_known: str


class ScorecardVersionOut(Out):
    """One published version of the scorecard."""

    version: int
    from_on: Day
    note: str
    published_at: Instant
    published_by_name: str | None
    body: ScorecardOut


class CardFaultOut(Out):
    """One thing wrong with a card: where, what, what to do, in both languages."""

    place: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


class ScorecardWeighingOut(Out):
    """The weights that judgements give, in millionths; CR below 0.1 is consistent."""

    weights: dict[str, int]
    eigenvalue: float
    ratio: float
    consistent: bool


class ScorecardExaminedOut(Out):
    """What a card would be."""

    faults: list[CardFaultOut]
    weighing: ScorecardWeighingOut | None


class ScorecardPublishedOut(Out):
    """The number of the version that was published."""

    version: int


class GradeGivenOut(Out):
    """The grade that was given; "" while too little is known."""

    grade: Grade


class GradeOut(Out):
    """Where one customer stands; scores in hundredths, `before_…` what the grading before the last said."""

    customer_id: int
    number: str
    name: str
    owner_name: str | None
    grade: Grade
    score_e2: int | None
    before_grade: Grade | None
    before_e2: int | None
    vetoed: bool
    since_on: Day
    as_of: Day
    version: int
    reason: WordsOut
    review_due_on: Day | None


class GradeCountsOut(Out):
    """How many stand where."""

    grades: dict[str, int]
    waiting: int
    review: int
    vetoed: int


class GradingOut(Out):
    """One grade as it was given: `earned` by the score alone; `why` holds inputs, lines, vetoes and what is missing."""

    id: int
    version: int
    as_of: Day
    grade: Grade
    earned: Grade
    score_e2: int | None
    why: dict[str, Any]
    graded_at: Instant
    graded_by_name: str | None


class GradeInputOut(Out):
    """The last that is known of one thing a person types."""

    code: str
    name: WordsOut
    unit: WordsOut
    value: str
    observed_on: Day | None
    note: str


class GradeReviewOut(Out):
    """An open review."""

    period: str
    due_on: Day
    overdue: bool


class GradeSheetOut(Out):
    """All about the grade of one customer; `measured` is what the books say today."""

    customer_id: int
    present: GradingOut | None
    inputs: list[GradeInputOut]
    measured: dict[str, str]
    story: list[GradingOut]
    review: GradeReviewOut | None


def fault(found: Fault) -> dict[str, str]:
    """Return a fault as the API tells it."""
    what, remedy = found.what, found.remedy
    return {"place": found.place, "zh": what.zh, "en": what.en, "remedy_zh": remedy.zh, "remedy_en": remedy.en}
