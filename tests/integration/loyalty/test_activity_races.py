"""The last prize, the last card and the same day asked for by twenty at once: one effect each, never a fault (R3, R4, LT-01)."""

from collections.abc import Callable, Iterator

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import ActivityDeck, ActivityStock, ActivityTaking
from minghua.foundation.people.types import SYSTEM
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.loyalty.playing import TB01, act, balance, begin, no_chance, unproven
from tests.integration.loyalty.test_points_races import NOW, at_once
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def trade(transactional_db: None) -> Iterator[Trade]:
    with emptied_afterwards():
        trade = open_shop(found_company())
        begin(TB01.replace("blanks: 5", "blanks: 15"))
        for who in (trade.wang, trade.liu):
            act(loyalty.earn_points, "shop_points", who, 2_000, key=f"start-{who}")
        yield trade
        assert unproven() == {}


def each_of(trade: Trade, number: int) -> int:
    return (trade.wang, trade.liu)[number % 2]


def test_of_twenty_who_want_the_last_one_one_gets_it(trade: Trade) -> None:
    def wanting(number: int) -> Callable[[], object]:
        who = each_of(trade, number)
        return lambda: loyalty.exchange("fun", "shop", who, "coupon", key=f"k{number}", by=SYSTEM, at=NOW)

    told = at_once(*(wanting(number) for number in range(MANY)))
    assert sorted(map(str, told)) == ["done", *["out_of_stock"] * (MANY - 1)]
    assert (ActivityStock.objects.get().left, ActivityTaking.objects.count()) == (0, 1)
    assert balance(trade.wang, at=NOW) + balance(trade.liu, at=NOW) == 3_950


def test_a_day_sent_by_twenty_at_once_is_one_check_in(trade: Trade) -> None:
    told = at_once(*[lambda: loyalty.check_in("fun", "daily", trade.wang, by=SYSTEM, at=NOW)] * MANY)
    assert (told, balance(trade.wang, at=NOW)) == (["done"] * MANY, 2_005)


def test_lt_01_twenty_cards_by_twenty_at_once_are_dealt_once_each(trade: Trade) -> None:
    def drawing(number: int) -> Callable[[], object]:
        who = each_of(trade, number)
        return lambda: loyalty.draw("fun", "wheel", who, key=f"d{number}", chance=no_chance, by=SYSTEM, at=NOW)

    told = at_once(*(drawing(number) for number in range(MANY + 2)))
    assert sorted(map(str, told)) == [*["deck_empty"] * 2, *["done"] * MANY]
    assert ActivityDeck.objects.get().dealt == MANY
    act(loyalty.reveal_deck, "fun", "wheel", at=NOW)
    proof = reads.deck_proof("fun", "wheel")
    assert proof.verification is not None
    assert proof.verification.holds
    assert sorted(ActivityTaking.objects.exclude(item="").values_list("item", flat=True)) == ["first"] * 2 + ["ten"] * 3
