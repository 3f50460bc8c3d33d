"""What members' orders and returns say and their points do not yet is told: under their turn, with budgets held (R24.1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from minghua.domain.loyalty.models import PointsFact
from minghua.domain.loyalty.operations import points_budgets as budgets
from minghua.domain.loyalty.operations.points_booking import BATCH, NewFact
from minghua.domain.loyalty.queries import points_awards
from minghua.domain.loyalty.rules import points_awarding as rules
from minghua.domain.loyalty.rules.points_awarding import Draft
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.domain.orders.types.sales import Sale


def news(plan: PointsPlan, ids: Sequence[int], sales: Mapping[int, Sequence[Sale]], *, at: datetime) -> list[NewFact]:
    """Return what these members' orders and returns say and their points do not yet. The caller took turns."""
    members, new = points_awards.members_of(plan, ids, sales, at=at)
    came = [each for pk in ids for each in rules.returned(members, pk, members.awards[pk])]
    drafts = rules.drafts(members, new)
    _own_keys(plan, drafts)
    most = rules.budgets(plan, came, ((draft.award.rule, draft.award) for draft in drafts))
    held = budgets.hold(plan, most, {place for each in came for place in each.award.budgets})
    taken = [rules.taken_back(members, held.drawn, each) for each in came]
    told = rules.told_in_time(members, held.drawn, drafts)
    budgets.write(held)
    return [NewFact(*each) for each in (*told, *taken)]


def _own_keys(plan: PointsPlan, drafts: Sequence[Draft]) -> None:
    """An order that was another customer's before has a key of its own for its new one."""
    keys = [draft.award.key for draft in drafts]
    taken = {
        key
        for start in range(0, len(keys), BATCH)
        for key in PointsFact.objects.filter(scheme_id=plan.id, key__in=keys[start : start + BATCH]).values_list(
            "key", flat=True
        )
    }
    for draft in drafts:
        if draft.award.key in taken:
            draft.award.key = f"{draft.award.key}@{draft.customer_id}"
