"""What happened to members is told by hand, by an import or by another system, and taken back; they are judged anew at once."""

from collections.abc import Iterable
from datetime import date, datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.tiering.models import ScoreEntry
from minghua.domain.tiering.operations.bounding import most_of_one
from minghua.domain.tiering.operations.entering import Entered, NewScore, enter, outsiders
from minghua.domain.tiering.operations.order_days import book_order_days
from minghua.domain.tiering.operations.refolding import refold
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.types import Kind
from minghua.domain.tiering.types.spec import GATES
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


class NotAMember(Refusal):
    """The programme is not for this kind of customer."""

    code = "not_for_this_kind"
    status = 409
    text = Text("这个计划不面向此类客户。", "The programme is not for this kind of customer.")
    remedy = Text("请换一个计划，或改客户类型。", "Choose another programme, or change the customer's kind.")


def record_scores(programme: str, news: Iterable[NewScore], *, by: Actor, at: datetime) -> Entered:
    """Book what happened to members and judge them anew; the same line twice is one line.

    Raises NotFound (programme, customer), Invalid, NotAMember, and KeyTaken when a key was used for something else.
    """
    require(by, "tiering.record")
    plan, lines = plans.plan(programme), list(news)
    customer_ids = {line.customer_id for line in lines}
    holding.hold(customer_ids)
    if unseen := customer_ids - customer_reads.visible_ids(by, customer_ids, pooled=False):
        raise NotFound(field=f"customer_id {min(unseen)}")
    for line in lines:
        _check(plan, line, at=at)
    holding.take_turns(customer_ids)  # the same line told by two at once is known to the second
    _members(plan, customer_ids, on=local_date(at, plan.versions[0].spec.tz))
    entered = enter(plan, lines, by=by, at=at)
    if entered.entry_ids:
        book_order_days(plan, customer_ids, by=by, at=at)
        audit.record(
            "tiering.scores",
            "tiering.Programme",
            plan.id,
            {"n": len(entered.entry_ids)},
            about=_one(customer_ids),
            by=by,
            at=at,
        )
        refold(plan, customer_ids, by=by, at=at)
    return entered


def reverse_score(entry_id: int, *, key: str, amount: int | None = None, by: Actor, at: datetime) -> Entered:
    """Book the counter-entry of a line (of part of it, with `amount`); raises NotFound, Invalid when more than is left."""
    require(by, "tiering.record")
    named = ScoreEntry.objects.select_related("programme").filter(pk=entry_id, kind=Kind.SCORE)
    holding.hold_of(named)
    row = named.first()
    if (
        row is None
        or row.reverses_id
        or row.customer_id not in customer_reads.visible_ids(by, [row.customer_id], pooled=False)
    ):
        raise NotFound(field="entry_id")
    holding.take_turns([row.customer_id])
    same = ScoreEntry.objects.filter(programme_id=row.programme_id, source="hand", key=key, rule=row.rule)
    counter = sum(ScoreEntry.objects.filter(reverses_id=row.pk).values_list("amount", flat=True))
    left = row.amount + counter
    taken = left if amount is None else amount
    if (known := same.first()) is not None and known.reverses_id == row.pk and amount in (None, -known.amount):
        return Entered((), 1)
    if not 0 < taken <= left:
        raise Invalid(f"这笔流水只剩 {left} 可冲回。", f"Only {left} of this entry is left to reverse.", field="amount")
    line = NewScore(
        row.customer_id, key, at, -taken, name=row.name, rule=row.rule, reverses_id=row.pk, inputs={"of": row.key}
    )
    return record_scores(row.programme.code, [line], by=by, at=at)


def _check(plan: Plan, line: NewScore, *, at: datetime) -> None:
    if not line.key.strip() or len(line.key) > 120 or len(line.source) > 40 or len(line.name) > 40:
        raise Invalid("业务号应为 1 至 120 字。", "A key has 1 to 120 characters.", field="key")
    if line.event_at > at:
        raise Invalid("发生时间不能晚于现在。", "It cannot have happened in the future.", field="event_at")
    most = most_of_one(plan)
    if abs(line.amount) > most:
        raise Invalid(
            "数值太大。", "The amount is too large.", field="amount",
            remedy_zh=f"最多 {most}；请核对单位，或分成几笔。", remedy_en=f"At most {most}: check the unit, or send several lines.",
        )  # fmt: skip
    spec = plan.versions[-1].spec
    if line.kind is Kind.GATE and (line.name not in GATES or line.amount not in (0, 1)):
        gates = "、".join(GATES)
        raise Invalid(
            f"条件应是 {gates} 之一，1 开 0 关。", f"A gate is one of {gates}; 1 opens, 0 closes.", field="name"
        )
    if line.kind is Kind.OPENING and spec.rank(line.name) is None:
        codes = "、".join(level.code for level in spec.levels)
        raise Invalid(f"没有这个等级；可选：{codes}。", f"There is no such level; choose of: {codes}.", field="name")


def _members(plan: Plan, customer_ids: Iterable[int], *, on: date) -> None:
    if wrong := outsiders(plan, customer_ids, on=on):
        raise NotAMember(field=f"customer_id {min(wrong)}")


def _one(ids: Iterable[int]) -> int | None:
    first, *more = ids
    return None if more else first
