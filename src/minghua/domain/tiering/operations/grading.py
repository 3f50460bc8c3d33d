"""Learning what a business customer is like, and grading: facts are gathered, the rule judges, the grade is kept with its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import GradeInput, GradeState, Grading
from minghua.domain.tiering.queries.grade_cards import InForce, in_force
from minghua.domain.tiering.queries.grade_facts import facts_of, typed_of
from minghua.domain.tiering.queries.grades import due_for_grading
from minghua.domain.tiering.rules import grading as rules
from minghua.domain.tiering.types import NotGraded
from minghua.domain.tiering.types.grading import WHOLE, DimensionLine, Facts, GradeDecision
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.money import NotAnAmount, half_up, parse_decimal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "tiering.Grading"
OLDEST = date(2000, 1, 1)
LARGEST = Decimal(10) ** 12


class NoCard(Refusal):
    """No scorecard is in force."""

    code = "no_grade_card"
    status = 409
    text = Text("还没有生效的评级卡。", "No scorecard is in force yet.")
    remedy = Text("请先在「企业评级 · 评级卡」发布一版。", "Publish one under Business grades · Scorecard.")


def record_inputs(
    customer_id: int,
    values: Mapping[str, str | Decimal | None],
    *,
    observed_on: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Keep what was learned of a customer (None or "" is unknown again), grade anew and return the grade.

    Raises NotFound (also while it lies in the pool), NotGraded, NoCard, and Invalid naming the code at fault. What is known already is not kept twice.
    """
    require(by, "grades.record")
    today = local_date(at)
    _gradable(customer_id, by=by)
    found = _card_of(today)
    day = observed_on or today
    if not OLDEST <= day <= today:
        raise Invalid(
            "观察日应在 2000 年之后、不晚于今天。", "The day lies after 2000 and not ahead.", field="observed_on"
        )
    known = typed_of([customer_id], on=day)[customer_id]
    news = {code: _value(code, said, found) for code, said in values.items()}
    fresh = {code: value for code, value in news.items() if _is_news(code, value, known)}
    _keep({customer_id: fresh}, day, note, by=by, at=at)
    if fresh:
        audit.record(
            "grade.inputs", "customers.Customer", customer_id, {"codes": sorted(fresh)}, about=customer_id, by=by, at=at
        )
    return grade_customers([customer_id], by=by, at=at)[customer_id]


def bring_inputs(values: Mapping[int, Mapping[str, str]], *, by: Actor, at: datetime) -> dict[int, str]:
    """Keep what is known of many organisations at once, grade them and return id → grade; Invalid names a bad code."""
    require(by, "grades.record")
    found = _card_of(local_date(at))
    ids = customer_reads.seen(by).filter(pk__in=values, kind="organization", erased_at=None).order_by("pk")
    due = list(ids.values_list("pk", flat=True))
    read = {pk: {code: _value(code, said, found) for code, said in values[pk].items()} for pk in due}
    _keep(read, local_date(at), "", by=by, at=at)
    return grade_customers(due, by=by, at=at)


def grade_customer(customer_id: int, *, by: Actor, at: datetime) -> str:
    """Grade one customer by what is known today and return the grade, "" while too little is known."""
    require(by, "grades.record")
    _gradable(customer_id, by=by)
    return grade_customers([customer_id], by=by, at=at)[customer_id]


def grade_some(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Grade the next organisations that the card in force has not judged, and return their ids; none when done."""
    require(by, "grades.record")
    found = in_force(local_date(at))
    if found is None:
        return []
    due = due_for_grading(after_id, card_id=found.row.pk, limit=limit)
    grade_customers(due, by=by, at=at)
    return due


def grade_again(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Grade those of these customers that are organisations, after their records changed; without a card nothing."""
    if in_force(local_date(at)) is None:
        return
    found = customer_reads.seen(by).filter(pk__in=set(customer_ids), kind="organization", erased_at=None)
    grade_customers(list(found.order_by("pk").values_list("pk", flat=True)), anew=True, by=by, at=at)


def grade_customers(customer_ids: Sequence[int], *, anew: bool = False, by: Actor, at: datetime) -> dict[int, str]:
    """Grade these customers and return id → grade; only what differs from the last grading is kept, all with `anew`."""
    require(by, "grades.record")
    if not customer_ids:
        return {}
    today = local_date(at)
    found = _card_of(today)
    facts = facts_of(found.card, customer_ids, on=today)
    decided = {pk: rules.judge(found.card, facts[pk]) for pk in customer_ids}
    states = GradeState.objects.select_related("grading").in_bulk(list(customer_ids), field_name="customer_id")
    rows = [
        row
        for pk, decision in decided.items()
        if _differs(states.get(pk), row := _grading(pk, found, decision, facts[pk], by=by, at=at)) or anew
    ]
    Grading.objects.bulk_create(rows, batch_size=500)
    _stand(rows, states)
    _tell(rows, states, by=by, at=at)
    return {pk: decision.grade for pk, decision in decided.items()}


def _keep(values: Mapping[int, Mapping[str, int | None]], day: date, note: str, *, by: Actor, at: datetime) -> None:
    GradeInput.objects.bulk_create(
        (
            GradeInput(
                customer_id=customer_id,
                code=code,
                value_e6=value,
                observed_on=day,
                note=note.strip()[:200],
                recorded_at=at,
                recorded_by_id=by.user_id,
            )
            for customer_id, known in values.items()
            for code, value in known.items()
        ),
        batch_size=500,
    )


def _gradable(customer_id: int, *, by: Actor) -> None:
    customer = customer_reads.seen(by).filter(pk=customer_id).first()
    if customer is None or customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    if customer.kind != "organization":
        raise NotGraded(field="customer_id")


def _card_of(today: date) -> InForce:
    found = in_force(today)
    if found is None:
        raise NoCard()
    return found


def _value(code: str, said: str | Decimal | None, found: InForce) -> int | None:
    names = found.card.typed
    if code not in names:
        known = "、".join(names)
        raise Invalid(
            f"评级卡没有「{code[:40]}」这一项；可填：{known}。",
            f"The card asks no “{code[:40]}”; it asks: {known}.",
            field=code[:40],
        )
    if said is None or not str(said).strip():
        return None
    name = names[code][0]
    try:
        value = parse_decimal(str(said))
    except NotAnAmount:
        value = LARGEST
    if abs(value) >= LARGEST:
        raise Invalid(f"「{name.zh}」应为数字。", f"“{name.en}” must be a number.", field=code)
    return half_up(Fraction(value) * WHOLE)


def _is_news(code: str, value: int | None, known: Mapping[str, Any]) -> bool:
    last = known.get(code)
    return value is not None if last is None else last.value_e6 != value


def _grading(pk: int, found: InForce, decision: GradeDecision, facts: Facts, *, by: Actor, at: datetime) -> Grading:
    score = decision.score
    return Grading(
        customer_id=pk,
        card=found.row,
        as_of=local_date(at),
        score_e6=None if score is None else int(score * WHOLE),
        earned=decision.earned,
        grade=decision.grade,
        why=_why(decision, facts),
        graded_at=at,
        graded_by_id=by.user_id,
    )


def _why(decision: GradeDecision, facts: Facts) -> dict[str, Any]:
    """The whole reasoning as plain data: inputs, lines, vetoes, what is missing (R00.6)."""
    return {
        "reason": _text(decision.reason),
        "known": decision.known,
        "inputs": {code: str(value) for code, value in sorted(facts.items())},
        "lines": [_line(line) for line in decision.lines],
        "vetoes": [
            {"code": each.code, "reason": _text(each.reason), "before": each.before, "after": each.after}
            for each in decision.vetoes
        ],
        "missing": [_text(each) for each in decision.missing],
    }


def _line(line: DimensionLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": _text(line.name),
        "weight": line.weight,
        "points": None if line.points is None else rules.shown(line.points),
        "brought": rules.shown(line.brought),
        "indicators": [
            {
                "code": each.code,
                "name": _text(each.name),
                "value": None if each.value is None else str(each.value),
                "points": None if each.points is None else rules.shown(each.points),
            }
            for each in line.indicators
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _differs(state: GradeState | None, row: Grading) -> bool:
    if state is None:
        return True
    return state.card_id != row.card_id or state.grading.why != row.why


def _stand(rows: Iterable[Grading], states: Mapping[int, GradeState]) -> None:
    """Let the states say what the new gradings say; `since_on` moves only with the grade."""
    standing = [_state(row, states.get(row.customer_id)) for row in rows]
    GradeState.objects.bulk_create(
        standing,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["grading", "card", "score_e6", "grade", "vetoed", "since_on", "first_on", "as_of"],
    )


def _state(row: Grading, last: GradeState | None) -> GradeState:
    same = last is not None and last.grade == row.grade
    first = last.first_on if last is not None and last.first_on else (row.as_of if row.grade else None)
    return GradeState(
        customer_id=row.customer_id,
        grading=row,
        card_id=row.card_id,
        score_e6=row.score_e6,
        grade=row.grade,
        vetoed=bool(row.why["vetoes"]),
        since_on=last.since_on if same and last is not None else row.as_of,
        first_on=first,
        as_of=row.as_of,
    )


def _tell(rows: Sequence[Grading], states: Mapping[int, GradeState], *, by: Actor, at: datetime) -> None:
    """A grade that changed stands on the customer's timeline; the audit record says who graded whom."""
    before = {pk: state.grade for pk, state in states.items()}
    moved = [row for row in rows if row.grade != before.get(row.customer_id, "")]
    timeline.post_many(
        (NewEntry(row.customer_id, "grade", at, _told(row, before), ("grade", row.pk)) for row in moved), by=by
    )
    if len(moved) == 1:
        row = moved[0]
        audit.record("grade.given", SUBJECT, row.pk, _told(row, before), about=row.customer_id, by=by, at=at)
    elif moved:
        audit.record("grade.given_many", SUBJECT, "many", {"n": len(moved)}, by=by, at=at)


def _told(row: Grading, before: Mapping[int, str]) -> dict[str, Any]:
    reason = row.why["reason"]
    return {"before": before.get(row.customer_id, ""), "after": row.grade, "zh": reason["zh"], "en": reason["en"]}
