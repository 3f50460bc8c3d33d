"""What must always hold of levels, and of business grades: a state is its customer's last grading, and a grade is what its card says of its inputs (R00.6)."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Final

from minghua.domain.tiering.models import GradeCard, GradeState
from minghua.domain.tiering.queries import level_invariants
from minghua.domain.tiering.queries.grade_cards import opened
from minghua.domain.tiering.rules import grading
from minghua.domain.tiering.types import Scorecard
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

BATCH: Final = 500


def _misgraded(at: datetime) -> Iterator[Finding]:
    """Every present grade, judged again from the inputs it kept, under the card it names."""
    cards: dict[int, Scorecard] = {row.pk: opened(row) for row in GradeCard.objects.all()}
    after = 0
    while states := list(GradeState.objects.select_related("grading").filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = states[-1].pk
        for state in states:
            facts = {code: Fraction(value) for code, value in state.grading.why["inputs"].items()}
            wanted = grading.judge(cards[state.card_id], facts).grade
            if wanted != state.grade or wanted != state.grading.grade:
                yield {"customer": state.customer_id, "grade": state.grade, "by the card": wanted}


INVARIANTS = (
    *level_invariants.INVARIANTS,
    Invariant(
        "INV-GB1",
        Text("企业评级的现状就是最后一次评级", "Where a business stands is its last grading"),
        rows(
            "SELECT state.customer_id AS customer FROM tiering_gradestate AS state JOIN tiering_grading AS given ON"
            " given.id = state.grading_id WHERE given.customer_id <> state.customer_id OR given.grade <> state.grade OR"
            " given.card_id <> state.card_id OR EXISTS (SELECT 1 FROM tiering_grading AS later WHERE later.customer_id ="
            " state.customer_id AND later.graded_at > given.graded_at AND later.id > given.id)"
        ),
        ("UPDATE tiering_gradestate SET grade = 'S' WHERE id = (SELECT min(id) FROM tiering_gradestate)",),
    ),
    Invariant(
        "INV-GB2",
        Text("评级等于所依据的评级卡对所记资料的判断", "A grade is what its card says of the inputs it kept"),
        _misgraded,
        (
            "UPDATE tiering_gradestate SET grade = 'S' WHERE id = (SELECT min(id) FROM tiering_gradestate)",
            "UPDATE tiering_grading SET grade = 'S', score_e6 = 100000000 WHERE id = (SELECT min(grading_id) FROM"
            " tiering_gradestate)",
        ),
    ),
)
