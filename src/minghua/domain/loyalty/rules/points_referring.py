"""Which recommendations are to be paid by now, and what each side is given (P6): facts in, what is due out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol

from minghua.domain.loyalty.rules import points_awarding as awarding
from minghua.domain.loyalty.rules import referral
from minghua.domain.loyalty.rules.points_awarding import Members
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.types.earning import EarningKind
from minghua.domain.loyalty.types.points import Worth
from minghua.domain.loyalty.types.points_scheme import EarningRule
from minghua.domain.loyalty.types.referral import ReferralFacts, ReferralState, ReferralTerms, Side
from minghua.domain.orders.types.sales import Sale
from minghua.kernel.periods import local_date, midnight

BROUGHT, CAME = "brought", "came"


class Link(Protocol):
    """That one customer brought another on a day; `first_from` is who brought them before all others."""

    @property
    def id(self) -> int: ...
    @property
    def from_id(self) -> int: ...
    @property
    def to_id(self) -> int: ...
    @property
    def since_on(self) -> date | None: ...
    @property
    def first_from(self) -> int: ...


class Due(NamedTuple):
    """What one side of a recommendation is to be given, and by which rule of which order."""

    customer_id: int
    rule: EarningRule
    sale: Sale
    award: Award
    at: datetime


def dues(members: Members, links: Iterable[Link], sides: Mapping[int, Side]) -> list[Due]:
    """Return what both sides of these recommendations are to be given by now; each joins their awards (of no points yet)."""
    brought = Counter(
        (pk, award.rule)
        for pk, own in members.awards.items()
        for award in own
        if award.key.endswith(BROUGHT) and award.worth.of(award.kept)
    )
    return [due for link in links for due in _of_one(members, link, sides, brought)]


def _of_one(
    members: Members, link: Link, sides: Mapping[int, Side], brought: Counter[tuple[int, str]]
) -> Iterator[Due]:
    """Yield what both sides of a recommendation are to be given by now."""
    plan = members.plan
    first = next((sale for sale in members.sales.get(link.to_id, ()) if sale.settled), None)
    if first is None or link.since_on is None:
        return
    on = local_date(first.placed_at, plan.zone)
    if on < plan.began_on():
        return
    for rule in plan.on(on).spec.earn:
        if rule.kind is not EarningKind.REFERRAL or first.minor < rule.least:
            continue
        facts = ReferralFacts(
            recommended_by=None if link.first_from == link.from_id else link.first_from,
            ordered_before=on < link.since_on,
            first_order_on=on,
            returned=first.minor <= sum(back.minor for back in first.backs),
            qualified_before=brought[link.from_id, rule.code],
            paid=_is_paid(members, link, rule, first.order_id),
        )
        terms = ReferralTerms(rule.points, rule.newcomer, rule.after_days, rule.most)
        said = referral.judge(
            terms, sides[link.from_id], sides[link.to_id], facts, on=local_date(members.at, plan.zone)
        )
        if said.state is ReferralState.QUALIFIED and said.due_on is not None:
            brought[link.from_id, rule.code] += 1
            at = midnight(said.due_on, plan.zone)
            for pk, name, points in ((link.from_id, BROUGHT, rule.points), (link.to_id, CAME, rule.newcomer)):
                worth = Worth(first.minor, fixed=points, least=rule.least)
                key = f"referral:{link.id}:{rule.code}:{name}"
                if points:
                    award = Award(key, first.order_id, rule.code, said.due_on, 0, worth)
                    members.awards[pk].append(award)
                    yield Due(pk, rule, first, award, at)


def _is_paid(members: Members, link: Link, rule: EarningRule, order_id: int) -> bool:
    """Whether this recommendation was paid, or another of the same first order; a merge changes neither."""
    own = (*members.awards[link.from_id], *members.awards[link.to_id])
    told = [award for award in own if awarding.is_of_a_friend(award) and award.rule == rule.code]
    return any(award.order_id == order_id or award.key.startswith(f"referral:{link.id}:") for award in told)
