"""Activities as people read them: how each stands for a member, who took part, what it cost, and whether a deck was honest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import ActivityDeck, ActivityPortfolio, ActivityTaking, ActivityVersion
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.queries import points as points_reads
from minghua.domain.loyalty.queries.activity_plans import ActivityPlan
from minghua.domain.loyalty.rules import check_in as check_in_rules
from minghua.domain.loyalty.rules import deck, lottery, portfolio_text, vote
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.domain.loyalty.types.lottery import Deal, Given, PlayFacts, Verification
from minghua.domain.loyalty.types.playing import Outlook, Play, PortfolioSpec, Stocked, TakingRow
from minghua.domain.loyalty.types.portfolio import ActivityKind, PortfolioVerdict
from minghua.domain.tiering.types import Problem
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text

_OPEN = Text("现在可以参加。", "Open now.")
_DONE = Text("您已经参加过。", "You took part already.")
_TODAY = Text("今天已签到，明天再来。", "Checked in today; come again tomorrow.")
_BUYING = Text("下单即得积分。", "Orders earn points.")
_FEW = Text("积分不够。", "There are too few points.")
_GONE = Text("已全部换完。", "Nothing is left.")
_ROUNDS = Text("今天的次数已用完。", "You have played all of today's rounds.")


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One portfolio in the list."""

    code: str
    name: Text
    points: str
    version: int
    from_on: date
    activities: int
    takers: int
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlayRow:
    """One activity of a portfolio: who took part how often, and what it gave and took in points."""

    play: Play
    takers: int
    times: int
    earned: int
    cost: int
    left: Mapping[str, Stocked]
    deck: "DeckProof | None"


@dataclass(frozen=True, slots=True)
class PortfolioSheet:
    """A portfolio as it is on a day: its text, what the linter says of it, every activity with its figures."""

    row: PortfolioRow
    spec: PortfolioSpec
    text: str
    verdict: PortfolioVerdict
    plays: tuple[PlayRow, ...]


@dataclass(frozen=True, slots=True)
class DeckProof:
    """What is public of a deck: the commitment from the beginning; seed and cards when it is revealed, with the check."""

    portfolio: str
    activity: str
    commitment: str
    cards: int
    dealt: int
    made_at: datetime
    revealed_at: datetime | None
    seed: str
    order: tuple[str | None, ...]
    given: tuple[Given, ...]
    verification: Verification | None


@dataclass(frozen=True, slots=True)
class PortfolioExamined:
    """What a text says, what the linter says of it, or what is wrong with it."""

    spec: PortfolioSpec | None
    verdict: PortfolioVerdict | None
    problems: tuple[Problem, ...]


def activities_for(viewer: Actor, customer_id: int, *, at: datetime) -> list[Outlook]:
    """Return how every running activity stands for one member now; raises NotFound."""
    require(viewer, "activities.view")
    customer_reads.require_seen(viewer, customer_id)
    balances = {each.scheme: each.balance for each in points_reads.points_of(SYSTEM, customer_id, at=at)}
    rows: dict[tuple[int, str], list[ActivityTaking]] = {}
    for row in ActivityTaking.objects.filter(customer_id=customer_id).order_by("pk"):
        rows.setdefault((row.portfolio_id, row.activity), []).append(row)
    found = []
    for plan in activity_plans.running():
        version = plan.on(plan.today(at))
        stock, decks = activity_plans.stock_of(plan.id), activity_plans.decks_of(plan.id)
        for play in () if version is None else version.spec.plays:
            own = rows.get((plan.id, play.code), [])
            left = {item: each for (activity, item), each in stock.items() if activity == play.code}
            commitment = decks[play.code].commitment if play.code in decks else ""
            found.append(_outlook(plan, play, own, left, commitment, balances.get(plan.points, 0), at=at))
    return found


def portfolios(viewer: Actor, *, on: date) -> list[PortfolioRow]:
    """Return every portfolio as it is on a day, with how many within reach took part; three queries."""
    require(viewer, "activities.view")
    rows = list(visible(ActivityPortfolio.objects.all(), viewer).order_by("pk"))
    plans = {each.id: each for each in activity_plans.every()}
    counted = visible(ActivityTaking.objects.all(), viewer).order_by().values_list("portfolio_id")
    takers = dict(counted.annotate(n=Count("customer_id", distinct=True)))
    return [_row(row, plans[row.pk], takers.get(row.pk, 0), on=on) for row in rows]


def portfolio(viewer: Actor, code: str, *, on: date) -> PortfolioSheet:
    """Return one portfolio with its text, its verdict and its figures; raises NotFound."""
    require(viewer, "activities.view")
    row = visible(ActivityPortfolio.objects.filter(code=code), viewer).first()
    if row is None:
        raise NotFound(field="portfolio")
    plan = activity_plans.plan(code)
    version = plan.on(on) or plan.versions[0]
    text = ActivityVersion.objects.values_list("text", flat=True).get(portfolio=row, number=version.number)
    within = visible(ActivityTaking.objects.filter(portfolio=row), viewer)
    figures = {
        told["activity"]: told
        for told in within.order_by()
        .values("activity")
        .annotate(takers=Count("customer_id", distinct=True), times=Count("pk"), earned=Sum("earned"), cost=Sum("cost"))
    }
    stock = activity_plans.stock_of(plan.id)
    proofs = {each.activity: _proof(plan, each) for each in activity_plans.decks_of(plan.id).values()}
    plays = tuple(_play(each, figures.get(each.code, {}), stock, proofs.get(each.code)) for each in version.spec.plays)
    takers = within.order_by().aggregate(n=Count("customer_id", distinct=True))["n"]
    told = _row(row, plan, takers, on=on)
    return PortfolioSheet(told, version.spec, text, activity_plans.verdict(version.spec), plays)


def takings(viewer: Actor, code: str, activity: str = "", *, limit: int = 50) -> list[TakingRow]:
    """Return who took part lately, the latest first; raises NotFound."""
    require(viewer, "activities.view")
    require(viewer, "customers.view")
    plan = activity_plans.plan(code)
    rows = visible(ActivityTaking.objects.filter(portfolio_id=plan.id, customer__merged_into=None), viewer)
    rows = rows.filter(activity=activity) if activity else rows
    named = rows.select_related("customer").annotate(told_name=customer_reads.told_name(viewer))
    latest: list[Any] = list(named.order_by("-pk")[:limit])
    return [
        TakingRow(
            row.pk, row.activity, row.kind, row.customer_id, row.customer.number, row.told_name, row.on, row.at, row.earned,
            row.cost, row.item, row.reason, row.place, row.said,
        )
        for row in latest
    ]  # fmt: skip


def vote_tally(viewer: Actor, code: str, activity: str, *, on: date) -> Mapping[str, int]:
    """Return the votes of each option of a vote, also of those nobody chose; raises NotFound."""
    require(viewer, "activities.view")
    plan = activity_plans.plan(code)
    version = plan.on(on) or plan.versions[0]
    play = version.spec.play(activity)
    if play is None or play.kind is not ActivityKind.VOTE or play.asked is None:
        raise NotFound(field="activity")
    asked = play.asked.questions[0]
    own = ActivityTaking.objects.filter(portfolio_id=plan.id, activity=activity, key=play.asked.edition)
    said = [each.get(asked.code) for each in own.values_list("said", flat=True)]
    return vote.tally(asked.options, [each for each in said if each in asked.options])


def deck_proof(code: str, activity: str) -> DeckProof:
    """Return what is public of a deck, for anybody; raises NotFound. What it says can be checked with SHA-256 alone."""
    plan = activity_plans.plan(code)
    row = activity_plans.decks_of(plan.id).get(activity)
    if row is None:
        raise NotFound(field="activity")
    return _proof(plan, row)


def examine_activities(viewer: Actor, text: str) -> PortfolioExamined:
    """Return what a text says and what the linter says of it, or every defect with its line; nothing is kept."""
    require(viewer, "activities.manage")
    try:
        spec = portfolio_text.from_text(text)
    except SchemeInvalid as refused:
        return PortfolioExamined(None, None, refused.problems)
    return PortfolioExamined(spec, activity_plans.verdict(spec), ())


def activity_presets(viewer: Actor) -> dict[str, PortfolioSpec]:
    """Return code → the portfolios that the product ships with and that are not installed."""
    require(viewer, "activities.manage")
    installed = set(ActivityPortfolio.objects.values_list("code", flat=True))
    texts = activity_plans.activity_preset_texts()
    return {code: activity_plans.specified(text) for code, text in texts.items() if code not in installed}


def _row(row: ActivityPortfolio, plan: ActivityPlan, takers: int, *, on: date) -> PortfolioRow:
    version = plan.on(on) or plan.versions[0]
    name = Text(row.name_zh, row.name_en)
    return PortfolioRow(
        row.code, name, row.points, version.number, version.from_on, len(version.spec.plays), takers, row.stopped_at
    )


def _play(
    play: Play, told: Mapping[str, Any], stock: Mapping[tuple[str, str], Stocked], proof: DeckProof | None
) -> PlayRow:
    left = {item: each for (activity, item), each in stock.items() if activity == play.code}
    takers, times, earned, cost = (int(told.get(name) or 0) for name in ("takers", "times", "earned", "cost"))
    return PlayRow(play, takers, times, earned, cost, left, proof)


def _proof(plan: ActivityPlan, row: ActivityDeck) -> DeckProof:
    spec = next(found.lottery for each in plan.versions if (found := each.spec.play(row.activity)) and found.lottery)
    own = ActivityTaking.objects.filter(portfolio_id=plan.id, activity=row.activity, place__isnull=False)
    cards = activity_plans.cards(row, spec) if row.revealed_at else ()
    given: tuple[Given, ...] = ()
    check = None
    if row.revealed_at:
        dealt = own.order_by("place").values_list("place", "said")
        given = tuple(Given(at, _card(said)) for at, said in dealt if at is not None)
        deal = Deal(bytes.fromhex(row.seed), cards, row.commitment)
        check = deck.verify(spec, deal, published=row.commitment, given=given)
    return DeckProof(
        plan.code, row.activity, row.commitment, row.cards, row.dealt, row.made_at, row.revealed_at,
        row.seed if row.revealed_at else "", cards, given, check,
    )  # fmt: skip


def _card(said: Mapping[str, Any]) -> str | None:
    card = said.get("card", "-")
    return None if card == "-" else str(card)


def _outlook(
    plan: ActivityPlan, play: Play, own: list[ActivityTaking], left: Mapping[str, Stocked], commitment: str, balance: int,
    *, at: datetime,
) -> Outlook:  # fmt: skip
    day = plan.today(at)
    code, reason, cost, streak = "open", _OPEN, 0, check_in_rules.streak(frozenset(row.on for row in own), on=day)
    is_check_in = play.kind is ActivityKind.CHECK_IN
    match play.kind:
        case ActivityKind.TRADE:
            code, reason = "buying", _BUYING
        case ActivityKind.CHECK_IN if streak.today:
            code, reason = "today", _TODAY
        case ActivityKind.LOTTERY if play.lottery is not None:
            facts = PlayFacts(
                draws=len(own),
                paid_draws=sum(row.cost > 0 for row in own),
                draws_today=sum(row.on == day for row in own),
                points=balance,
            )
            admitted = lottery.admit(play.lottery, facts, on=day)
            cost, reason = admitted.cost, admitted.reason.text
            code = "open" if admitted.allowed else admitted.reason.code
        case ActivityKind.EXCHANGE:
            code, reason = _exchange(play, left, balance)
        case ActivityKind.GAME if play.game is not None:
            cost = play.game.cost
            code, reason = _game(play.game.rounds_a_day, cost, sum(row.on == day for row in own), balance)
        case _ if own and own[-1].key == (play.asked.edition if play.asked else own[-1].key):
            code, reason = "done", _DONE
    return Outlook(
        portfolio=plan.code, play=play, open=code == "open", code=code, reason=reason, times=len(own), balance=balance,
        cost=cost, streak=streak.length if is_check_in else 0, checked_in_today=is_check_in and streak.today, left=left,
        commitment=commitment,
    )  # fmt: skip


def _exchange(play: Play, left: Mapping[str, Stocked], balance: int) -> tuple[str, Text]:
    there = [each for each in play.offers if each.quantity is None or each.code not in left or left[each.code].left]
    if not there:
        return "out_of_stock", _GONE
    return ("open", _OPEN) if min(each.points for each in there) <= balance else ("too_few_points", _FEW)


def _game(rounds: int | None, cost: int, today: int, balance: int) -> tuple[str, Text]:
    if rounds is not None and today >= rounds:
        return "day_limit", _ROUNDS
    return ("open", _OPEN) if balance >= cost else ("too_few_points", _FEW)
