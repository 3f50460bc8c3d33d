"""Activities through the web and the API: the list, one portfolio, the linter beside the text, answers, revealing, the file."""

from typing import Any

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import ActivityPortfolio, ActivityTaking
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import BEGAN, Company
from tests.functional.portal.test_member_play import TEXT
from tests.functional.web.settings.door import signed_in
from tests.integration.loyalty.playing import POINTS
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(company: Company) -> Trade:
    with unit_of_work(SYSTEM, at=BEGAN):
        loyalty.publish_points(POINTS, from_on=BEGAN.date(), by=SYSTEM, at=BEGAN)
    return open_shop(company)


@pytest.fixture
def played(trade: Trade) -> Trade:
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        loyalty.publish_activities(TEXT, from_on=BEGAN.date(), chance=lambda size: 0, by=SYSTEM, at=at)
        for customer, option, people in ((trade.wang, "red", 3), (trade.liu, "white", 4), (trade.sun, "red", 4)):
            loyalty.vote("fun", "taste", customer, option, by=SYSTEM, at=at)
            said = {"people": people, "dishes": ("rice",)}
            loyalty.answer("fun", "kitchen", customer, said, by=SYSTEM, at=at)
            loyalty.follow("fun", "follow", customer, by=SYSTEM, at=at)
        loyalty.exchange("fun", "mall", trade.wang, "cup", key="a", by=SYSTEM, at=at)
        loyalty.draw("fun", "wheel", trade.wang, key="a", chance=lambda size: 0, by=SYSTEM, at=at)
    return trade


def text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_the_linter_stands_beside_the_text_and_stops_what_makes_no_whole(trade: Trade) -> None:
    page, today = signed_in("manager"), str(local_date(clock.now()))
    bad = "code: fun\npoints: shop_points\nactivities:\n  - {code: follow, kind: follow, points: 20}\n"
    told = text(page.post("/activities/portfolio-examination", {"text": bad}))
    assert [word in told for word in ("还不能发布", "R1", "R2", "R5_R6")] == [True] * 4
    refused = page.post("/activities/portfolio-text", {"text": bad, "from_on": today})
    broken = text(
        page.post("/activities/portfolio-examination", {"text": TEXT + "  - {code: hammer, kind: auction}\n"})
    )
    assert (refused.status_code, ActivityPortfolio.objects.count(), "竞拍还不能在线举办" in broken) == (422, 0, True)
    assert page.post("/activities/portfolio-text", {"text": TEXT, "from_on": today}).status_code == 302
    assert "乐园" in text(page.get("/activities"))
    assert "大米" in text(page.get("/activities/portfolio-text?portfolio=fun"))


def test_a_preset_is_published_by_one_button(trade: Trade) -> None:
    page = signed_in("manager")
    assert page.post("/activities/installation", {"preset": "taobao_shop"}).status_code == 302
    assert "店铺互动活动" in text(page.get("/activities/taobao_shop"))
    assert page.post("/activities/installation", {"preset": "nothing"}).status_code == 404


def test_one_portfolio_shows_rules_figures_answers_and_who_took_part(played: Trade) -> None:
    shown = text(signed_in("manager").get("/activities/fun"))
    told = ("参加一次得 20 分", "量米杯：30 分", "余 0 / 1", "红米", "平均 3.67", "新会员玩一轮得", "大米 · 共 2 份")
    assert [word for word in told if word not in shown] == []


def test_answers_are_counted_to_the_last_one(played: Trade) -> None:
    found = reads.activity_results(SYSTEM, "fun", on=local_date(clock.now()))
    told = {each.question.code: (each.answered, dict(each.counts), each.mean_hundredths) for each in found}
    assert told["taste"] == (3, {"red": 2, "white": 1}, None)
    assert (told["people"], told["dishes"]) == ((3, {}, 367), (3, {"rice": 3, "soup": 0}, None))
    assert told["wish"] == (0, {}, None)


def test_days_add_up_to_what_was_given_and_taken(played: Trade) -> None:
    on = local_date(clock.now())
    days = reads.activity_days(SYSTEM, portfolio="fun", days=30, on=on)
    assert (len(days), days[-1].on, sum(each.times for each in days)) == (30, on, 11)
    assert (sum(each.earned for each in days), sum(each.cost for each in days)) == (135, 30)


def test_the_file_holds_one_line_an_activity(played: Trade) -> None:
    lines = text(signed_in("manager").get("/activities/fun/figures")).strip().splitlines()
    assert lines[0].lstrip("\ufeff") == "代码,活动名称,类型,人数,次数,发出积分,收回积分"
    assert (len(lines), lines[1], lines[7]) == (9, "follow,关注,关注,3,3,60,0", "mall,商城,积分兑换,1,1,0,30")


def test_a_deck_is_revealed_when_it_is_over_and_the_portfolio_stopped_once(played: Trade) -> None:
    page = signed_in("manager")
    assert page.post("/activities/fun/decks/wheel/revealing").status_code == 409
    assert page.post("/activities/fun/closure").status_code == 302
    assert page.post("/activities/fun/closure").status_code == 404
    assert page.post("/activities/fun/decks/wheel/revealing").status_code == 302
    assert [word in text(page.get("/activities/fun")) for word in ("已于", "核对相符")] == [True, True]


def test_who_only_views_sees_no_buttons_and_only_their_own_customers(played: Trade) -> None:
    sales = signed_in("east1")
    shown = text(sales.get("/activities/fun"))
    assert ("停办" in shown, "写新的一版" in shown) == (False, False)
    assert sales.post("/activities/fun/closure").status_code == 403
    assert sales.get("/activities/portfolio-text").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_portfolios(
    played: Trade, django_assert_max_num_queries: Any
) -> None:
    page, at = signed_in("manager"), clock.now()
    page.get("/activities")
    with django_assert_max_num_queries(40) as one:
        page.get("/activities")
    with unit_of_work(SYSTEM, at=at):
        for name in ("more", "most"):
            other = TEXT.replace("code: fun\n", f"code: {name}\n", 1)
            loyalty.publish_activities(other, from_on=BEGAN.date(), chance=lambda size: 0, by=SYSTEM, at=at)
    with django_assert_max_num_queries(len(one)):
        page.get("/activities")


def test_gn_08_prizes_are_handed_over_and_an_exchange_cancelled_on_the_page(played: Trade) -> None:
    page = signed_in("manager")
    cup = ActivityTaking.objects.get(activity="mall").pk
    bag = ActivityTaking.objects.get(activity="wheel").pk
    before = reads.points_of(SYSTEM, played.wang, at=clock.now())[0].balance
    assert page.post(f"/activities/fun/takings/{cup}/cancellation").status_code == 302
    assert page.post(f"/activities/fun/takings/{bag}/handover").status_code == 302
    assert page.post(f"/activities/fun/takings/{cup}/handover").status_code == 409
    assert page.post(f"/activities/fun/takings/{bag}/cancellation").status_code == 404
    shown = text(page.get("/activities/fun"))
    assert [word in shown for word in ("已交付", "已取消", "余 1 / 1")] == [True] * 3
    assert reads.points_of(SYSTEM, played.wang, at=clock.now())[0].balance == before + 30
