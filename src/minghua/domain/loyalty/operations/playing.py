"""What members do: check in, follow, answer, vote, play, exchange points (P6, R24.2); each once for ever under its key."""

from collections.abc import Mapping
from datetime import date, datetime

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import queries as interactions_reads
from minghua.domain.loyalty.models import ActivityHandover, ActivityTaking
from minghua.domain.loyalty.operations import taking
from minghua.domain.loyalty.operations.taking import ActivityRefused, OutOfStock, Turn
from minghua.domain.loyalty.queries import points as points_reads
from minghua.domain.loyalty.rules import check_in as check_in_rules
from minghua.domain.loyalty.rules import mini_game, questionnaire
from minghua.domain.loyalty.types import Reason
from minghua.domain.loyalty.types.activities import CheckIns, DayDecision
from minghua.domain.loyalty.types.mini_game import PlayedToday
from minghua.domain.loyalty.types.playing import ASKING, ONCE, Chance, Offer, Outcome, Taking
from minghua.domain.loyalty.types.portfolio import ActivityKind, ExchangeForm
from minghua.domain.loyalty.types.questionnaire import Filled, Into, Participation, Said
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.errors import Fault, NotFound, Refusal
from minghua.kernel.words import Text

CHECKED_IN, MADE_UP = "checked_in", "made_up"
_MOST = Text("您换这一项的次数已用完。", "You have had as many of this as one member may.")


class AnswersInvalid(Refusal):
    """Answers are not valid, each with its question; nothing was taken."""

    code = "answers_invalid"
    status = 422
    text = Text("有 {count} 处回答需要更正。{zh}", "{count} answers need mending. {en}")
    remedy = Text("请逐题更正后再提交。", "Mend each of them and send again.")

    def __init__(self, reasons: Mapping[str, Reason]) -> None:
        self.reasons = dict(reasons)
        field, first = next(iter(reasons.items()))
        super().__init__(field=field, count=len(reasons), zh=first.text.zh, en=first.text.en)

    def faults(self, language: str) -> tuple[Fault, ...]:
        """Return every defect with its question."""
        return tuple(Fault(field, each.code, each.text.say(language)) for field, each in self.reasons.items())


def follow(portfolio: str, activity: str, customer_id: int, *, by: Actor, at: datetime) -> Taking:
    """Note that a member keeps the shop among their favourites; paid once. Raises NotFound."""
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.FOLLOW}), by=by, at=at)
    again = taking.known(turn.before(), ONCE)
    return again or taking.keep(turn, key=ONCE, reason="followed", earned=turn.play.points)


def check_in(
    portfolio: str, activity: str, customer_id: int, *, day: date | None = None, by: Actor, at: datetime
) -> Taking:
    """Check a member in for the local day of `at`, or for an earlier `day` that arrives late; again changes nothing (CK-03).

    Raises NotFound, ActivityRefused.
    """
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.CHECK_IN}), by=by, at=at)
    return _day(turn, day or turn.on, CHECKED_IN)


def make_up(portfolio: str, activity: str, customer_id: int, *, day: date, by: Actor, at: datetime) -> Taking:
    """Make a missed day up, as the activity allows; again changes nothing. Raises NotFound, ActivityRefused."""
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.CHECK_IN}), by=by, at=at)
    return _day(turn, day, MADE_UP)


def answer(
    portfolio: str, activity: str, customer_id: int, said: Mapping[str, Said], *, by: Actor, at: datetime
) -> Taking:
    """Take a member's answers to a questionnaire, vote, profile or birthday: paid once per edition, kept in the archive
    where the purpose allows; `withheld` names what was not. Raises NotFound, AnswersInvalid, Invalid (a field)."""
    turn = taking.begin(portfolio, activity, customer_id, ASKING, by=by, at=at)
    asked = turn.play.asked
    if asked is None:
        raise NotFound(field="activity")
    if again := taking.known(turn.before(), asked.edition):
        return again
    purposes = {each.fill.purpose for each in asked.questions if each.fill}
    consents = {each for each in purposes if interactions_reads.may_contact(customer_id, each, at=at).allowed}
    taken = questionnaire.judge(asked, said, taken_before=False, consents=consents)
    if not taken.accepted:
        raise AnswersInvalid(taken.reasons)
    _fill(turn, taken)
    kept = {code: list(each) if isinstance(each, tuple) else each for code, each in said.items()}
    done = taking.keep(turn, key=asked.edition, reason="answered", earned=taken.points, said=kept)
    return done._replace(withheld=tuple(each.target for each in taken.withheld))


def vote(portfolio: str, activity: str, customer_id: int, option: str, *, by: Actor, at: datetime) -> Taking:
    """Take a member's vote on the one question of a vote; raises what `answer` raises."""
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.VOTE}), by=by, at=at)
    asked = turn.play.asked
    if asked is None or len(asked.questions) != 1:
        raise NotFound(field="activity")
    return answer(portfolio, activity, customer_id, {asked.questions[0].code: option}, by=by, at=at)


def play(
    portfolio: str, activity: str, customer_id: int, *, key: str, chance: Chance, by: Actor, at: datetime
) -> Taking:
    """Play a round of a game; its key makes it happen once. Raises NotFound, Invalid, ActivityRefused."""
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.GAME}), by=by, at=at)
    game, before = turn.play.game, turn.before()
    if game is None:
        raise NotFound(field="activity")
    if again := taking.known(before, taking.asked_key(key)):
        return again
    today = [row for row in before if row.on == turn.on]
    played = PlayedToday(len(today), sum(row.earned for row in today))
    outcome = game.least + chance(game.highest - game.least + 1)
    round_ = mini_game.judge(game, played, balance=balance_of(turn), outcome=outcome)
    if not round_.played:
        raise ActivityRefused(turn.play, round_.reason)
    said = {"outcome": outcome}
    return taking.keep(turn, key=key.strip(), reason=round_.reason.code, earned=round_.won, cost=round_.cost, said=said)


def exchange(
    portfolio: str, activity: str, customer_id: int, item: str, *, key: str, by: Actor, at: datetime
) -> Taking:
    """Exchange points for something; of many who want the last one, one gets it (GN-07).

    Raises NotFound, Invalid, ActivityRefused, OutOfStock, InsufficientPoints; then neither points nor stock are touched.
    """
    turn = taking.begin(portfolio, activity, customer_id, frozenset({ActivityKind.EXCHANGE}), by=by, at=at)
    before = turn.before()
    if again := taking.known(before, taking.asked_key(key)):
        return again
    offer = next((each for each in turn.play.offers if each.code == item), None)
    if offer is None:
        raise NotFound(field="item")
    if offer.most_a_person is not None and _had(before, item) >= offer.most_a_person:
        raise ActivityRefused(turn.play, Reason("person_limit", _MOST))
    if offer.quantity is not None and not taking.take_from_stock(turn, item):
        raise OutOfStock(field="item", item=offer.name.zh if by.language == "zh-hans" else offer.name.en)
    return taking.keep(turn, key=key.strip(), reason=_form(offer), cost=offer.points, item=item, said=_besides(offer))


def _had(before: list[ActivityTaking], item: str) -> int:
    """How many of a thing a member had; a cancelled exchange does not count."""
    own = [row.pk for row in before if row.item == item]
    cancelled = ActivityHandover.objects.filter(taking_id__in=own, outcome=Outcome.CANCELLED)
    return len(own) - cancelled.count()


def balance_of(turn: Turn) -> int:
    """Return what the member may spend now."""
    sheets = points_reads.points_of(SYSTEM, turn.customer_id, at=turn.at)
    return next((each.balance for each in sheets if each.scheme == turn.plan.points), 0)


def held(rows: list[ActivityTaking]) -> CheckIns:
    """Return the days of a member's check-ins."""
    days = frozenset(row.on for row in rows if row.reason == CHECKED_IN)
    return CheckIns(days, frozenset(row.on for row in rows if row.reason == MADE_UP) - days)


def _day(turn: Turn, day: date, how: str) -> Taking:
    plan, rows = turn.play.check_in, turn.before()
    if plan is None:
        raise NotFound(field="activity")
    given = held(rows)
    credited = _credited(turn, rows, given)
    judge = check_in_rules.check_in if how == CHECKED_IN else check_in_rules.make_up
    decision: DayDecision = judge(plan, given, day=day, credited=credited, on=turn.on)
    if again := taking.known(rows, day.isoformat()):
        return again._replace(streak=decision.streak.length)
    if not decision.accepted:
        raise ActivityRefused(turn.play, decision.reasons[0])
    done = taking.keep(turn, key=day.isoformat(), reason=how, on=day, earned=decision.points)
    return done._replace(streak=decision.streak.length)


def _credited(turn: Turn, rows: list[ActivityTaking], given: CheckIns) -> int:
    """What was paid; past days of another version count by this one, so that a change of the plan pays nothing for them."""
    if turn.play.check_in is None or all(row.version == turn.version for row in rows):
        return sum(row.earned for row in rows)
    return check_in_rules.total(turn.play.check_in, given)


def _fill(turn: Turn, taken: Participation) -> None:
    """What may be kept goes into the archive, with the activity as its source."""
    source = f"activity:{turn.plan.code}/{turn.play.code}"[:60]
    fields: dict[str, object] = {}
    for each in taken.filled:
        if each.into is Into.FIELD:
            fields[_path(each.target)] = each.value
        else:
            for name in _tags(each):
                customers.save_tag(name, group=each.target, by=SYSTEM, at=turn.at)
                customers.tag(turn.customer_id, name=name, by=SYSTEM, at=turn.at)
    if fields:
        customers.edit_customer(turn.customer_id, fields, base_version=None, source=source, by=SYSTEM, at=turn.at)


def _path(target: str) -> str:
    field = customer_reads.archive_fields().get(target)
    return f"archive.{target}" if field is not None and not field.column else target


def _tags(filled: Filled) -> tuple[str, ...]:
    values = filled.value if isinstance(filled.value, tuple) else (filled.value,)
    return tuple(f"{filled.target}:{each}"[:40] for each in values)


def _form(offer: Offer) -> str:
    return offer.form.value


def _besides(offer: Offer) -> dict[str, object]:
    return {"cash": offer.cash} if offer.form is ExchangeForm.WITH_CASH else {}
