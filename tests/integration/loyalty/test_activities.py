"""Activities through the public operations: the portfolio's rules, check-ins, answers, exchanges and draws (P6, A24)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import ActivityDeck, ActivityStock, ActivityTaking, ActivityVersion
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.errors import Refusal
from tests.company import found_company
from tests.integration.loyalty.playing import (
    DAILY,
    EARLY,
    FOLLOW,
    HEAD,
    LOTTERY,
    POINTS,
    PROFILE,
    SHOP,
    TB01,
    TRADE,
    act,
    balance,
    begin,
    no_chance,
    unproven,
)
from tests.trade import Trade, day, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade() -> Iterator[Trade]:
    yield open_shop(found_company())
    assert unproven() == {}


def refused(run: Any, *told: Any, **also: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(run, *told, **also)
    return caught.value.code


CASES = {
    "TB-01": (TB01, ()),
    "TB-02": (TB01.replace("points: 50, q", "points: 60, q"), ("R5_R6",)),
    "TB-04": (HEAD + FOLLOW + DAILY + PROFILE + TRADE, ("R1", "R5_R6")),
    "TB-05": (HEAD + FOLLOW + PROFILE + TRADE + SHOP, ("R2",)),
    "A24.7": (HEAD + DAILY + TRADE + PROFILE + SHOP.replace("50", "35"), ()),
    "A24.3": (HEAD + DAILY.replace("base: 5", "base: 10") + FOLLOW.replace("20", "10") + PROFILE + SHOP, ()),
}


@pytest.mark.parametrize(("text", "errors"), CASES.values(), ids=CASES)
def test_only_a_portfolio_that_makes_a_whole_is_published(text: str, errors: tuple[str, ...], trade: Trade) -> None:
    act(loyalty.publish_points, POINTS, from_on=EARLY)
    if not errors:
        assert act(loyalty.publish_activities, text, from_on=EARLY, chance=no_chance) == "fun"
        return
    with pytest.raises(loyalty.PortfolioUnsound) as caught:
        act(loyalty.publish_activities, text, from_on=EARLY, chance=no_chance)
    assert (caught.value.verdict.errors, ActivityVersion.objects.count()) == (errors, 0)


def test_lt_03_and_odds_that_do_not_add_up_are_told_with_their_lines(trade: Trade) -> None:
    act(loyalty.publish_points, POINTS, from_on=EARLY)
    text = TB01.replace("worth: 100,", "worth: 5000001,")
    odds = "    mode: odds\n    prizes: [{code: a, points: 5, odds: .5}, {code: b, points: 1, odds: .3}]\n    nothing: 0.3\n"
    for told, path, code in (
        (text, "activities[5].prizes[0].worth", "too_dear"),
        (
            TB01.split("    prizes:")[0] + odds.replace(".5", "0.5").replace(".3}", "0.3}"),
            "activities[5].prizes",
            "odds_wrong",
        ),
        (TB01.replace("kind: trade", "kind: trades"), "activities[3].kind", "unknown_word"),
    ):
        with pytest.raises(SchemeInvalid) as caught:
            act(loyalty.publish_activities, told, from_on=EARLY, chance=no_chance)
        assert [(each.path, each.code) for each in caught.value.problems] == [(path, code)]
        assert all(each.line > 3 for each in caught.value.problems)


@pytest.mark.parametrize("preset", sorted(reads.activity_preset_texts()))
def test_every_preset_can_be_published(preset: str, trade: Trade) -> None:
    act(loyalty.install_points_preset, "shop_points", from_on=EARLY)
    assert act(loyalty.install_activities, preset, from_on=EARLY, chance=no_chance) == preset
    assert reads.portfolio(SYSTEM, preset, on=EARLY).verdict.passed


def test_a24_2_a_streak_brings_76_and_a_break_begins_anew(trade: Trade) -> None:
    begin(TB01.replace("base: 5", "base: 5, step: 1, bonuses: [{days: 7, points: 20}]"))
    earned = [act(loyalty.check_in, "fun", "daily", trade.wang, at=day(n)).earned for n in range(1, 8)]
    assert (earned, balance(trade.wang, at=day(7))) == ([5, 6, 7, 8, 9, 10, 31], 76)
    taken = [act(loyalty.check_in, "fun", "daily", trade.liu, at=day(n)) for n in (1, 2, 3, 5)]
    assert [each.earned for each in taken] == [5, 6, 7, 5]


def test_ck_01_and_ck_03_seven_days_sent_three_times_bring_17(trade: Trade) -> None:
    begin(TB01.replace("base: 5", "base: 1, bonuses: [{days: 7, points: 10}]").replace("points: 20", "points: 30"))
    for n in range(1, 8):
        told = [act(loyalty.check_in, "fun", "daily", trade.wang, at=day(n)) for _ in range(3)]
        assert [(each.again, each.id) for each in told] == [(False, told[0].id), (True, told[0].id), (True, told[0].id)]
    assert (balance(trade.wang, at=day(7)), told[2].streak) == (17, 7)


def test_ck_05_the_shops_zone_makes_the_day(trade: Trade) -> None:
    begin()
    first = datetime(2024, 3, 9, 15, 59, 59, tzinfo=UTC)
    told = [act(loyalty.check_in, "fun", "daily", trade.wang, at=at) for at in (first, first + timedelta(seconds=2))]
    assert [(each.on.day, each.streak) for each in told] == [(9, 1), (10, 2)]


def test_a_day_is_made_up_as_the_plan_allows(trade: Trade) -> None:
    begin(TB01.replace("base: 5", "base: 5, make_up_within: 3, make_ups_a_month: 1, bonuses: [{days: 3, points: 10}]"))
    for n in (1, 3):
        act(loyalty.check_in, "fun", "daily", trade.wang, at=day(n))
    made = act(loyalty.make_up, "fun", "daily", trade.wang, day=day(2).date(), at=day(3))
    assert (made.earned, made.streak, balance(trade.wang, at=day(3))) == (10, 3, 20)
    assert act(loyalty.make_up, "fun", "daily", trade.wang, day=day(2).date(), at=day(3)).again
    assert refused(loyalty.make_up, "fun", "daily", trade.wang, day=day(8).date(), at=day(3)) == "activity_refused"


def test_answers_are_paid_once_and_land_in_the_archive(trade: Trade) -> None:
    begin()
    with pytest.raises(loyalty.AnswersInvalid) as caught:
        act(loyalty.answer, "fun", "profile", trade.wang, {"rice": "blue"})
    assert list(caught.value.reasons) == ["rice"]
    told = [act(loyalty.answer, "fun", "profile", trade.wang, {"rice": "brown"}) for _ in range(2)]
    assert [(each.earned, each.again) for each in told] == [(30, False), (30, True)]
    assert balance(trade.wang, at=day(1)) == 30
    assert [each.name for each in customer_reads.tags(SYSTEM, trade.wang)] == ["rice:brown"]


def test_a_birthday_is_told_to_the_archive_with_its_source(trade: Trade) -> None:
    begin(TB01 + "  - {code: born, kind: birthday, points: 5}\n")
    assert refused(loyalty.answer, "fun", "born", trade.wang, {"birthday": "yesterday"}) != ""
    assert act(loyalty.answer, "fun", "born", trade.wang, {"birthday": "1990-05-01"}).earned == 5
    changes = customer_reads.changes(SYSTEM, trade.wang)
    assert ("birthday", "activity:fun/born") in [(each.field, each.source) for each in changes.items]


def test_a_vote_is_counted_once(trade: Trade) -> None:
    begin(TB01 + "  - {code: taste, kind: vote, edition: one, points: 3, questions: [{code: t, options: [a, b]}]}\n")
    for who in (trade.wang, trade.wang, trade.liu):
        act(loyalty.vote, "fun", "taste", who, "a")
    assert dict(reads.vote_tally(SYSTEM, "fun", "taste", on=EARLY)) == {"a": 2, "b": 0}


def test_gn_07_the_last_one_is_had_once_and_points_stay_whole(trade: Trade) -> None:
    begin()
    for who in (trade.wang, trade.liu):
        act(loyalty.earn_points, "shop_points", who, 60, key=f"start-{who}")
    done = act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="k")
    assert act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="k") == done._replace(again=True)
    assert refused(loyalty.exchange, "fun", "shop", trade.liu, "coupon", key="k") == "out_of_stock"
    assert (balance(trade.wang, at=day(1)), balance(trade.liu, at=day(1))) == (10, 60)


def test_who_has_too_few_points_leaves_the_stock_as_it_is(trade: Trade) -> None:
    begin()
    assert refused(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="k") == "insufficient_points"
    assert (ActivityStock.objects.get().left, ActivityTaking.objects.count()) == (1, 0)


def test_lt_01_a_deck_gives_exactly_its_cards_and_is_proven_afterwards(trade: Trade) -> None:
    begin()
    act(loyalty.earn_points, "shop_points", trade.wang, 100, key="start")
    before = reads.deck_proof("fun", "wheel")
    assert (len(before.commitment), before.seed, before.order, before.verification) == (64, "", (), None)
    told = [act(loyalty.draw, "fun", "wheel", trade.wang, key=f"d{n}", chance=no_chance) for n in range(10)]
    assert sorted(each.item for each in told) == [*[""] * 5, *["first"] * 2, *["ten"] * 3]
    assert [each.cost for each in told] == [0, *[1] * 9]
    assert balance(trade.wang, at=day(1)) == 100 - 9 + 30
    assert refused(loyalty.draw, "fun", "wheel", trade.wang, key="d10", chance=no_chance) == "deck_empty"
    assert act(loyalty.draw, "fun", "wheel", trade.wang, key="d0", chance=no_chance).again
    act(loyalty.reveal_deck, "fun", "wheel")
    after = reads.deck_proof("fun", "wheel")
    assert (after.commitment, after.verification and after.verification.holds) == (before.commitment, True)
    assert [each.place for each in after.given] == list(range(10))


def test_a_deck_is_not_revealed_before_the_end(trade: Trade) -> None:
    begin()
    assert refused(loyalty.reveal_deck, "fun", "wheel") == "lottery_not_over"


ODDS = """\
    mode: odds
    prizes: [{code: big, worth: 100, quantity: 5, odds: 1}]
    consolation: {code: small, points: 1}
"""


def test_lt_02_five_prizes_and_a_consolation_with_its_reason(trade: Trade) -> None:
    begin(TB01.split("    prizes:")[0] + ODDS)
    act(loyalty.earn_points, "shop_points", trade.wang, 100, key="start")
    told = [act(loyalty.draw, "fun", "wheel", trade.wang, key=f"d{n}", chance=no_chance) for n in range(6)]
    assert [(each.item, each.reason) for each in told] == [*[("big", "drawn")] * 5, ("small", "stock_out")]
    assert (ActivityStock.objects.get(activity="wheel").left, told[5].earned) == (0, 1)


def test_a_published_lottery_stays_as_it_is(trade: Trade) -> None:
    begin()
    changed = TB01.replace("blanks: 5", "blanks: 6")
    on = day(3).date()
    told = {"from_on": on, "chance": no_chance}
    assert refused(loyalty.publish_activities, changed, **told) == "lottery_locked"
    act(loyalty.publish_activities, TB01.replace("base: 5", "base: 6"), **told)
    assert [act(loyalty.check_in, "fun", "daily", trade.wang, at=day(n)).earned for n in (1, 2, 3)] == [5, 5, 6]
    assert refused(loyalty.publish_activities, TB01, **told) == "invalid"


def test_what_is_limited_may_be_more_never_fewer_than_were_taken(trade: Trade) -> None:
    begin()
    act(loyalty.earn_points, "shop_points", trade.wang, 60, key="start")
    act(loyalty.exchange, "fun", "shop", trade.wang, "coupon", key="k")
    more = TB01.replace("quantity: 1}", "quantity: 4}")
    act(loyalty.publish_activities, more, from_on=day(3).date(), chance=no_chance)
    stock = ActivityStock.objects.get()
    assert (stock.total, stock.left) == (4, 3)


def test_what_was_published_dealt_and_taken_is_never_changed(trade: Trade) -> None:
    begin()
    act(loyalty.follow, "fun", "follow", trade.wang)
    for rows, told in (
        (ActivityTaking.objects.all(), {"earned": 99}),
        (ActivityVersion.objects.all(), {"text": "x"}),
        (ActivityDeck.objects.all(), {"seed": "0" * 64}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**told)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete(rows.db)


def test_a_member_sees_what_is_open_and_why_not(trade: Trade) -> None:
    begin()
    act(loyalty.follow, "fun", "follow", trade.wang)
    act(loyalty.check_in, "fun", "daily", trade.wang)
    found = {each.play.code: (each.open, each.code) for each in reads.activities_for(SYSTEM, trade.wang, at=day(1))}
    assert found == {
        "follow": (False, "done"),
        "daily": (False, "today"),
        "profile": (True, "open"),
        "buy": (False, "buying"),
        "shop": (False, "too_few_points"),
        "wheel": (True, "open"),
    }


def test_a_stopped_portfolio_is_played_no_more(trade: Trade) -> None:
    begin()
    act(loyalty.stop_activities, "fun")
    assert refused(loyalty.check_in, "fun", "daily", trade.wang) == "not_found"
    assert reads.activities_for(SYSTEM, trade.wang, at=day(1)) == []


def test_the_lottery_alone_may_stand_in_for_an_exchange(trade: Trade) -> None:
    begin(HEAD + FOLLOW + DAILY + LOTTERY.replace("blanks: 5", "blanks: 0"))
    sheet = reads.portfolio(SYSTEM, "fun", on=EARLY)
    assert (sheet.verdict.errors, sheet.verdict.warnings) == ((), ("R3", "R4"))


def test_an_auction_cannot_be_published_yet_and_the_line_is_told(trade: Trade) -> None:
    text = TB01 + "  - {code: hammer, kind: auction}\n"
    with pytest.raises(SchemeInvalid) as found:
        act(loyalty.publish_activities, text, from_on=EARLY, chance=no_chance)
    line = text.splitlines().index("  - {code: hammer, kind: auction}") + 1
    assert [(each.code, each.line) for each in found.value.problems] == [("no_auctions", line)]
    assert found.value.problems[0].remedy.zh == "请去掉这一项，或改成积分兑换、抽奖。"
