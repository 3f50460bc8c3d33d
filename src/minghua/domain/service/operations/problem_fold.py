"""A Problem's row follows its reports, repairs and rests: level, counts and state are their fold, never typed."""

from datetime import datetime
from typing import Final

from minghua.domain.service.models import Problem
from minghua.domain.service.queries import problem_facts as facts
from minghua.domain.service.rules import problems as rules

FOLDED: Final = (
    "level", "reports", "since_rest", "rests", "first_at", "last_at", "state", "symptom", "condition", "customer", "updated_at",
)  # fmt: skip


def fold(problem: Problem, *, customer_id: int | None = None, at: datetime) -> None:
    """Bring a locked Problem's row up to what is told of it; without a new rest no level falls, whatever a parameter says."""
    rests = facts.rests_of(problem.pk)
    stands = rules.standing(facts.told_of(problem.pk), rests=rests, window=facts.window(on=at))
    level = stands.level if len(rests) > problem.rests else max(stands.level, problem.level if stands.since_rest else 0)
    problem.level, problem.reports, problem.since_rest, problem.rests = (
        level, stands.reports, stands.since_rest, len(rests),
    )  # fmt: skip
    problem.first_at, problem.last_at = stands.first_at or problem.first_at, stands.last_at or problem.last_at
    problem.state = rules.state(level, facts.last_outcome(problem.pk))
    problem.condition = facts.last_condition(problem.pk) or problem.condition
    problem.customer_id = customer_id or problem.customer_id
    problem.updated_at = at
    problem.save(update_fields=FOLDED)
