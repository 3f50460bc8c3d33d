"""The quarterly review: the night grades anew and opens one for each graded customer, a person closes it (R15.2)."""

from collections import Counter
from datetime import date, datetime, timedelta

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import GradeReview, GradeState
from minghua.domain.tiering.operations.grading import grade_customer, grade_customers
from minghua.domain.tiering.queries.grade_cards import in_force
from minghua.domain.tiering.queries.grades import due_for_review
from minghua.domain.tiering.rules.quarters import quarter_of
from minghua.domain.tiering.types import NoReview
from minghua.foundation.audit import operations as audit
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


def open_reviews(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Open this quarter's review of the next customers graded before it, and return their ids; again changes nothing."""
    require(by, "grades.record")
    on = local_date(at)
    if in_force(on) is None:
        return []
    period, began_on = quarter_of(on)
    due = due_for_review(after_id, period=period, began_on=began_on, limit=limit)
    grade_customers(due, by=by, at=at)
    due_on = max(on, began_on) + timedelta(days=parameters.value("grading.review_days", on=on))
    GradeReview.objects.bulk_create(
        (GradeReview(customer_id=pk, period=period, opened_on=on, due_on=due_on) for pk in due), ignore_conflicts=True
    )
    _tell_owners(due, period, due_on, by=by, at=at)
    return due


def close_review(customer_id: int, *, note: str = "", by: Actor, at: datetime) -> str:
    """Grade anew, close every open review of the customer with that grade and return it; raises NotFound, NoReview."""
    require(by, "grades.record")
    grade = grade_customer(customer_id, by=by, at=at)
    state = GradeState.objects.get(customer_id=customer_id)
    closed = GradeReview.objects.filter(customer_id=customer_id, closed_at=None).update(
        closed_at=at, closed_by_id=by.user_id, grade=grade, note=note.strip()[:300]
    )
    if not closed:
        raise NoReview(field="customer_id")
    data = {"grade": grade, "grading": state.grading_id}
    audit.record(
        "grade.reviewed", "customers.Customer", customer_id, data, private={"note": note.strip()[:300]},
        about=customer_id, by=by, at=at,
    )  # fmt: skip
    return grade


def _tell_owners(customer_ids: list[int], period: str, due_on: date, *, by: Actor, at: datetime) -> None:
    """One notice for each owner and quarter, however many batches the night took."""
    found = customer_reads.seen(by).filter(pk__in=customer_ids, owner__isnull=False).order_by()
    owners = Counter(found.values_list("owner_id", flat=True))
    title = Text(f"{period} 企业评级复核", f"Business grades to review, {period}")
    body = Text(f"请在 {due_on} 前复核您的企业客户评级。", f"Review the grades of your organisations by {due_on}.")
    letters = [
        Letter((owner_id,), "grades.review", title, body, "/grades?review=1", key=f"grade-review-{period}-{owner_id}")
        for owner_id in owners
        if owner_id is not None
    ]
    if letters:
        notices.send_many(letters, by=by, at=at)
