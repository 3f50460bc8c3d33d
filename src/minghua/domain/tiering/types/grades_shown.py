"""What pages and answers show of business grades."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class BadCard(Refusal):
    """The scorecard cannot be published; says the first fault's place and remedy."""

    code = "bad_card"
    status = 422
    text = Text("评级卡有误({place})：{zh}", "The scorecard is wrong ({place}): {en}")
    remedy = Text("{remedy_zh}", "{remedy_en}")


class NotGraded(Refusal):
    """Only organisations have a business grade."""

    code = "not_an_organization"
    status = 422
    text = Text("只有企业客户参加评级。", "Only organisations are graded.")
    remedy = Text("个人和家庭请用会员等级。", "Persons and households have membership levels instead.")


class NoReview(Refusal):
    """There is no open review of this customer."""

    code = "no_review"
    status = 409
    text = Text("这位客户没有待完成的季度复核。", "No quarterly review of this customer is open.")
    remedy = Text("每季度第一天自动生成复核。", "Reviews open by themselves on the first day of a quarter.")


@dataclass(frozen=True, slots=True)
class CardVersion:
    """One published version of the card, as plain data."""

    version: int
    from_on: date
    body: dict[str, Any]
    note: str
    published_at: datetime
    published_by_name: str | None


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One line of the list of graded customers; scores in hundredths, `before_…` what the grading before the last said."""

    customer_id: int
    number: str
    name: str
    owner_name: str | None
    grade: str
    score_e2: int | None
    vetoed: bool
    since_on: date
    as_of: date
    version: int
    reason: Text
    review_due_on: date | None
    before_grade: str | None
    before_e2: int | None

    @property
    def moved_e2(self) -> int | None:
        """How far the score moved since the grading before, in hundredths; None when either is unknown."""
        return None if self.score_e2 is None or self.before_e2 is None else self.score_e2 - self.before_e2


@dataclass(frozen=True, slots=True)
class GradingRow:
    """One grade as it was given."""

    id: int
    version: int
    as_of: date
    grade: str
    earned: str
    score_e2: int | None
    why: dict[str, Any]
    graded_at: datetime
    graded_by_name: str | None


@dataclass(frozen=True, slots=True)
class InputRow:
    """The last that is known of one thing a person types."""

    code: str
    name: Text
    unit: Text
    value: str
    observed_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An open review."""

    period: str
    due_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """All about the grade of one customer: the present grading, what is typed, the story, the open review."""

    customer_id: int
    present: GradingRow | None
    inputs: tuple[InputRow, ...]
    story: tuple[GradingRow, ...]
    review: ReviewRow | None
    measured: dict[str, str]
