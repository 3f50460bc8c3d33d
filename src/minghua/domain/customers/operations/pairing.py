"""Judging pairs of look-alikes: not the same, and whom to keep when many are merged at once (R06.8)."""

from datetime import datetime

from minghua.domain.customers.models import Customer, Pair
from minghua.domain.customers.queries import pairing, rows
from minghua.domain.customers.rules import linkage
from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

MOST = 100


class AutoMergeOff(Refusal):
    """The rule that allows merging many at once is switched off."""

    code = "auto_merge_off"
    status = 409
    text = Text("批量合并没有开启。", "Merging many at once is switched off.")
    remedy = Text("请管理员在参数「允许批量合并」中开启。", "Ask for the parameter “Allow merging many at once”.")


def not_the_same(pair_id: int, *, by: Actor, at: datetime) -> None:
    """Remember that two look-alikes are two people; no later search asks again. Raises NotFound, Forbidden."""
    require(by, "customers.merge")
    pair = pairing.seen(by).filter(pk=pair_id).first()
    if pair is None:
        raise NotFound(field="pair_id")
    for customer_id in (pair.low_id, pair.high_id):
        rows.changeable(by, customer_id)
    Pair.objects.filter(pk=pair.pk).update(state="different", judged_by_id=by.user_id, judged_at=at)
    told = {"other": pair.high_id, "score": pair.score_ppm}
    audit.record("customer.not_the_same", rows.SUBJECT, pair.low_id, told, by=by, at=at)


def acceptable(by: Actor, *, percent: int, at: datetime) -> list[tuple[int, int]]:
    """Return (survivor, loser) for the pairs from a score on that the actor may merge, each customer in one pair only.

    The chance must reach its line as well: two of a common name born on one day score 1 when nothing else is known. The one
    with more orders stays, then the older one. Raises AutoMergeOff unless the rule allows it.
    """
    require(by, "customers.merge")
    if not parameters.value("duplicates.auto_merge", on=local_date(at)):
        raise AutoMergeOff()
    sure = linkage.line(percent=parameters.value("duplicates.likely_percent", on=local_date(at)))
    found = pairing.seen(by).filter(score_ppm__gte=percent * 10_000, millibits__gte=sure)
    best = found.order_by("-score_ppm", "-pk").select_related("low", "high")[: MOST * 2]
    couples = [(pair.low, pair.high) for pair in best]
    allowed = rows.changeable_ids(by, {row.pk for couple in couples for row in couple})
    taken: set[int] = set()
    chosen = []
    for low, high in couples:
        if {low.pk, high.pk} <= allowed and not {low.pk, high.pk} & taken:
            taken |= {low.pk, high.pk}
            chosen.append(_kept_first(low, high))
    return chosen[:MOST]


def _kept_first(low: Customer, high: Customer) -> tuple[int, int]:
    return (high.pk, low.pk) if high.order_count > low.order_count else (low.pk, high.pk)
