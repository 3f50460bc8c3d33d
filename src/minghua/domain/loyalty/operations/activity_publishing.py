"""Portfolios of activities are published and stopped, decks committed to and revealed: what was published never changes."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import (
    ActivityDeck,
    ActivityPortfolio,
    ActivityStock,
    ActivityVersion,
)
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import activity_plans, points_plans
from minghua.domain.loyalty.rules import deck, portfolio_text
from minghua.domain.loyalty.types.lottery import Mode
from minghua.domain.loyalty.types.playing import Chance, PortfolioSpec
from minghua.domain.loyalty.types.portfolio import PortfolioVerdict, Severity
from minghua.domain.loyalty.types.questionnaire import Into
from minghua.domain.loyalty.types.scheme import FIRST_DAY, LAST_DAY
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT = "loyalty.ActivityPortfolio"


class PortfolioUnsound(Refusal):
    """The linter found errors: these activities do not make a whole (P6); `verdict` says everything it found."""

    code = "portfolio_unsound"
    status = 422
    text = Text("活动组合不能发布：{zh}", "The portfolio cannot be published: {en}")
    remedy = Text("请按提示更正后再发布。", "Mend it as it says and publish again.")

    def __init__(self, verdict: PortfolioVerdict) -> None:
        self.verdict = verdict
        found = [each for each in verdict.findings if each.severity is Severity.ERROR]
        zh = "".join(f"{each.rule} {each.text.zh}{each.remedy.zh}" for each in found)
        en = " ".join(f"{each.rule}: {each.text.en} {each.remedy.en}" for each in found)
        super().__init__(field="activities", zh=zh, en=en)


class LotteryLocked(Refusal):
    """A lottery that was published is not changed: its commitment and its prizes are public."""

    code = "lottery_locked"
    status = 409
    text = Text("抽奖「{activity}」已公布，规则不能再改。", "The lottery “{activity}” is published; its rules stay.")
    remedy = Text("请换一个活动代码另办一场。", "Hold another one under another code.")


class NotOverYet(Refusal):
    """A deck is revealed when its lottery is over."""

    code = "lottery_not_over"
    status = 409
    text = Text("抽奖「{activity}」还没有结束。", "The lottery “{activity}” is not over yet.")
    remedy = Text("结束日之后、抽完或停办后再公布。", "Reveal it after its end, or when every card is drawn.")


def install_activities(preset: str, *, from_on: date, chance: Chance, by: Actor, at: datetime) -> str:
    """Publish a portfolio that the product ships with and return its code; raises what `publish_activities` raises."""
    require(by, "activities.manage")
    text = activity_plans.activity_preset_texts().get(preset)
    if text is None:
        raise NotFound(field="preset")
    return publish_activities(text, from_on=from_on, chance=chance, by=by, at=at)


def publish_activities(text: str, *, from_on: date, chance: Chance, by: Actor, at: datetime) -> str:
    """Put a portfolio into force from a local day on, commit to its decks, and return its code.

    A later version begins after today. Raises SchemeInvalid with every defect and its line (the law of lotteries among
    them), PortfolioUnsound with the linter's words, SchemeStopped, LotteryLocked, NotFound (points), Invalid.
    """
    require(by, "activities.manage")
    spec = portfolio_text.from_text(text)
    _require_targets(spec)
    verdict = activity_plans.verdict(spec)
    if not verdict.passed:
        raise PortfolioUnsound(verdict)
    if points_plans.plan(spec.points).is_stopped:
        raise SchemeStopped(field="points", scheme=spec.points)
    row = _portfolio(spec, by=by, at=at)
    number = _next(row, spec, from_on, at=at)
    told = {"number": number, "from_on": from_on, "text": text, "published_at": at, "published_by_id": by.user_id}
    ActivityVersion.objects.create(portfolio=row, **told)
    ActivityPortfolio.objects.filter(pk=row.pk).update(name_zh=spec.name.zh, name_en=spec.name.en)
    _commit_to_decks(row, spec, chance, at=at)
    _stock_up(row, spec)
    audit.record("activities.published", SUBJECT, row.pk, {"number": number, "from_on": from_on}, by=by, at=at)
    return row.code


def stop_activities(code: str, *, by: Actor, at: datetime) -> None:
    """End a portfolio: nothing of it is played any more, what was given stays; raises NotFound."""
    require(by, "activities.manage")
    if not ActivityPortfolio.objects.filter(code=code, stopped_at=None).update(stopped_at=at):
        raise NotFound(field="portfolio")
    pk = ActivityPortfolio.objects.values_list("pk", flat=True).get(code=code)
    audit.record("activities.stopped", SUBJECT, pk, by=by, at=at)


def reveal_deck(portfolio: str, activity: str, *, by: Actor, at: datetime) -> None:
    """Make the seed of a deck public when its lottery is over; again changes nothing. Raises NotFound, NotOverYet."""
    require(by, "activities.manage")
    plan = activity_plans.plan(portfolio)
    row = ActivityDeck.objects.select_for_update().filter(portfolio_id=plan.id, activity=activity).first()
    if row is None:
        raise NotFound(field="activity")
    play = next((found for each in reversed(plan.versions) if (found := each.spec.play(activity))), None)
    ends_on = None if play is None or play.lottery is None else play.lottery.ends_on
    over = plan.is_stopped or row.dealt == row.cards or (ends_on is not None and plan.today(at) >= ends_on)
    if not over:
        raise NotOverYet(field="activity", activity=activity)
    if ActivityDeck.objects.filter(pk=row.pk, revealed_at=None).update(revealed_at=at):
        audit.record("activities.revealed", SUBJECT, plan.id, {"activity": activity}, by=by, at=at)


def _require_targets(spec: PortfolioSpec) -> None:
    """What answers fill must be there; raises Invalid."""
    for path, target in _fields(spec):
        if target not in customer_reads.archive_fields() and customer_reads.described(target) is None:
            raise Invalid(
                f"档案里没有「{target}」这一项。", f"The archive has no field “{target}”.", field=path,
                remedy_zh="请改成已有的档案项。", remedy_en="Name one that it has.",
            )  # fmt: skip


def _fields(spec: PortfolioSpec) -> Iterator[tuple[str, str]]:
    for at, play in enumerate(spec.plays):
        for place, each in enumerate(play.asked.questions if play.asked else ()):
            if each.fill is not None and each.fill.into is Into.FIELD:
                yield f"activities[{at}].questions[{place}].fill.target", each.fill.target


def _portfolio(spec: PortfolioSpec, *, by: Actor, at: datetime) -> ActivityPortfolio:
    told = {
        "points": spec.points, "name_zh": spec.name.zh, "name_en": spec.name.en, "created_at": at,
        "created_by_id": by.user_id,
    }  # fmt: skip
    row, _ = ActivityPortfolio.objects.select_for_update().get_or_create(code=spec.code, defaults=told)
    if row.stopped_at is not None:
        raise SchemeStopped(field="code", scheme=row.code)
    if row.points != spec.points:
        raise Invalid(
            f"这个组合用「{row.points}」的积分。", f"This portfolio moves the points of “{row.points}”.", field="points",
            remedy_zh="请换一个代码新建。", remedy_en="Publish it under another code.",
        )  # fmt: skip
    return row


def _next(row: ActivityPortfolio, spec: PortfolioSpec, from_on: date, *, at: datetime) -> int:
    if not FIRST_DAY <= from_on <= LAST_DAY:
        raise Invalid(
            f"「{from_on}」太远，无法推算。", f"“{from_on}” is too far away to reckon with.", field="from_on",
            remedy_zh=f"请填 {FIRST_DAY} 到 {LAST_DAY} 之间的日期。", remedy_en=f"Choose a day from {FIRST_DAY} to {LAST_DAY}.",
        )  # fmt: skip
    last = ActivityVersion.objects.filter(portfolio=row).order_by("-number").first()
    if last is None:
        return 1
    before = activity_plans.specified(last.text)
    after = max(last.from_on, activity_plans.plan(row.code).today(at))
    if from_on <= after:
        raise Invalid(f"新版本要从 {after} 之后开始。", f"A new version begins after {after}.", field="from_on")
    if before.zone != spec.zone:
        raise Invalid("时区不能再改：过去的日子都按它计算。", "The time zone stays: all past days are reckoned by it.", field="time_zone")  # fmt: skip
    _lotteries_stay(row, spec)
    return last.number + 1


def _lotteries_stay(row: ActivityPortfolio, spec: PortfolioSpec) -> None:
    for version in activity_plans.plan(row.code).versions:
        for play in version.spec.plays:
            now = spec.play(play.code)
            if play.lottery is not None and now is not None and now.lottery != play.lottery:
                raise LotteryLocked(field="activities", activity=play.code)


def _commit_to_decks(row: ActivityPortfolio, spec: PortfolioSpec, chance: Chance, *, at: datetime) -> None:
    known = activity_plans.decks_of(row.pk)
    for play in spec.plays:
        if play.lottery is not None and play.lottery.mode is Mode.DECK and play.code not in known:
            seed = chance(1 << 8 * deck.SEED_BYTES).to_bytes(deck.SEED_BYTES)
            dealt = deck.deal(deck.sorted_cards(play.lottery), seed=seed)
            ActivityDeck.objects.create(
                portfolio=row, activity=play.code, commitment=dealt.commitment, seed=seed.hex(), cards=len(dealt.cards),
                made_at=at,
            )  # fmt: skip


def _stock_up(row: ActivityPortfolio, spec: PortfolioSpec) -> None:
    """What is limited gets its stock; a later version may change how many there are, never below what was taken."""
    known = activity_plans.stock_of(row.pk)
    for activity, item, quantity in _limited(spec):
        told = {"portfolio": row, "activity": activity, "item": item}
        before = known.get((activity, item))
        if before is None:
            ActivityStock.objects.create(**told, total=quantity, left=quantity)
            continue
        more = quantity - before.total
        if more and not ActivityStock.objects.filter(**told, left__gte=-more).update(
            total=quantity, left=F("left") + more
        ):
            taken = before.total - before.left
            raise Invalid(
                f"「{item}」已发出 {taken} 份，不能少于此数。", f"{taken} of “{item}” are taken; there cannot be fewer.",
                field="activities", remedy_zh="请改大数量。", remedy_en="Write a larger quantity.",
            )  # fmt: skip


def _limited(spec: PortfolioSpec) -> Iterator[tuple[str, str, int]]:
    for play in spec.plays:
        for offer in play.offers:
            if offer.quantity is not None:
                yield play.code, offer.code, offer.quantity
        if play.lottery is not None and play.lottery.mode is Mode.ODDS:
            for prize in play.lottery.prizes:
                if prize.quantity is not None:
                    yield play.code, prize.code, prize.quantity
