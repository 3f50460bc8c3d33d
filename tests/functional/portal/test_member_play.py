"""A member plays in the centre: tasks, the mall and lotteries by plain forms, each form once, every refusal in words."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.models import ActivityStock, ActivityTaking
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import BEGAN, Company
from tests.functional.portal.test_member_centre import PHONE, person, signed_in
from tests.integration.loyalty.playing import POINTS

pytestmark = [pytest.mark.django_db]
TEXT = """\
code: fun
name: {zh: 乐园, en: Playground}
points: shop_points
activities:
  - {code: follow, kind: follow, name: {zh: 关注, en: Follow}, points: 20}
  - {code: daily, kind: check_in, base: 5, make_up_within: 3, make_ups_a_month: 1}
  - code: taste
    kind: vote
    edition: first
    points: 10
    questions: [{code: taste, text: {zh: 选哪种, en: Which one}, options: [{code: red, name: {zh: 红米, en: Red rice}}, {code: white, name: 白米}]}]
  - code: kitchen
    kind: survey
    edition: first
    points: 15
    questions:
      - {code: people, text: 几口人, kind: number, low: 1, high: 9, fill: {into: tag, target: family}}
      - {code: dishes, text: 常做, kind: some, most: 1, options: [rice, soup]}
      - {code: wish, text: 留言, kind: words, required: false}
  - {code: born, kind: birthday, name: 生日, points: 20}
  - {code: game, kind: game, name: 数米, cost: 2, least: 3, highest: 5, rounds_a_day: 1}
  - code: mall
    kind: exchange
    name: {zh: 商城, en: Mall}
    offers: [{code: cup, name: {zh: 量米杯, en: Measuring cup}, points: 30, quantity: 1}, {code: jar, name: {zh: 米缸, en: Rice jar}, points: 5000}]
  - code: wheel
    kind: lottery
    name: {zh: 转盘, en: Wheel}
    organiser: we
    conditions: all
    starts_on: 2020-01-01
    ends_on: 2900-01-01
    free_draws: 1
    draw_points: 4
    prizes: [{code: bag, name: {zh: 大米, en: Rice}, worth: 100, quantity: 2}]
    blanks: 0
"""


@pytest.fixture(autouse=True)
def open_centre(settings: Any) -> None:
    settings.MEMBER_CHANNEL = "console"


@pytest.fixture
def customer_id(company: Company) -> int:
    with unit_of_work(SYSTEM, at=BEGAN):
        loyalty.publish_points(POINTS, from_on=BEGAN.date(), by=SYSTEM, at=BEGAN)
        loyalty.publish_activities(TEXT, from_on=BEGAN.date(), chance=lambda size: 0, by=SYSTEM, at=BEGAN)
    return person()


@pytest.fixture
def member(customer_id: int, capsys: Any) -> Client:
    return signed_in(PHONE, capsys)


def rich(customer_id: int, points: int = 100) -> None:
    with unit_of_work(SYSTEM, at=clock.now()):
        loyalty.earn_points("shop_points", customer_id, points, key="gift", by=SYSTEM, at=clock.now())


def form(member: Client, page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    said = member.get(page).content.decode()
    found = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', said)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(member: Client, code: str, told: dict[str, Any]) -> Any:
    return member.post(f"/m/play/fun/{code}/takings", told)


def takings(customer_id: int) -> list[tuple[str, int, int]]:
    rows = ActivityTaking.objects.filter(customer_id=customer_id).order_by("pk")
    return list(rows.values_list("activity", "earned", "cost"))


def test_every_activity_stands_on_the_page_with_its_words(member: Client) -> None:
    page = member.get("/m/play").content.decode()
    assert [word in page for word in ("关注", "+20", "量米杯", "还有 1 份", "转盘", "不限量")] == [True] * 6
    codes = ("follow", "daily", "taste", "kitchen", "born", "game", "mall", "wheel")
    assert [member.get(f"/m/play/fun/{code}").status_code for code in codes] == [200] * len(codes)


def test_one_form_sent_twice_is_one_taking_and_leads_to_the_same_page(member: Client, customer_id: int) -> None:
    told = form(member, "/m/play/fun/wheel")
    answers = [send(member, "wheel", told) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert takings(customer_id) == [("wheel", 0, 0)]
    assert "大米" in member.get(answers[0].headers["Location"]).content.decode()


def test_following_voting_and_checking_in_pay_once(member: Client, customer_id: int) -> None:
    for _ in range(2):
        told = form(member, "/m/play/fun/wheel")
        send(member, "follow", told)
        send(member, "taste", told | {"q-taste": "red"})
        send(member, "daily", told)
    assert takings(customer_id) == [("follow", 20, 0), ("taste", 10, 0), ("daily", 5, 0)]


def test_answers_that_are_wrong_are_shown_again_with_the_question(member: Client, customer_id: int) -> None:
    told = form(member, "/m/play/fun/kitchen")
    wrong = send(member, "kitchen", told | {"q-people": "12", "q-dishes": ["rice", "soup"], "q-wish": "米香"})
    page = wrong.content.decode()
    assert (wrong.status_code, takings(customer_id)) == (422, [])
    assert [word in page for word in ("1–9", "最多选 1 项", "米香", 'value="12"')] == [True] * 4
    right = send(member, "kitchen", told | {"q-people": "3", "q-dishes": ["rice"]})
    kept = ActivityTaking.objects.get(customer_id=customer_id).said
    assert (right.status_code, kept) == (302, {"people": 3, "dishes": ["rice"]})


def test_without_consent_the_form_says_what_stays_out_of_the_archive(member: Client) -> None:
    member.post("/m/data/consent", {"purpose": "profiling", "channel": "any"})
    assert "不会记入您的档案" in member.get("/m/play/fun/kitchen").content.decode()
    assert "不会记入您的档案" not in member.get("/m/play/fun/taste").content.decode()


def test_a_birthday_that_is_no_day_is_asked_again(member: Client, customer_id: int) -> None:
    member.post("/m/data/consent", {"purpose": "profiling", "channel": "any", "give": "1"})
    told = form(member, "/m/play/fun/born")
    wrong = send(member, "born", told | {"q-birthday": "1990-02-30"})
    right = send(member, "born", told | {"q-birthday": "1990-02-28"})
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert takings(customer_id) == [("born", 20, 0)]


def test_gn_07_an_exchange_is_confirmed_first_and_the_last_one_is_had_once(member: Client, customer_id: int) -> None:
    rich(customer_id)
    page = member.get("/m/play/fun/mall/offers/cup").content.decode()
    told = form(member, "/m/play/fun/mall/offers/cup")
    answers = [send(member, "mall", told) for _ in range(2)]
    late = send(member, "mall", told | {"token": "another_token_0123456"})
    assert ("换后还剩" in page, [each.status_code for each in answers]) == (True, [302, 302])
    assert (late.status_code, "积分没有扣" in late.content.decode()) == (409, True)
    assert (takings(customer_id), ActivityStock.objects.get(item="cup").left) == ([("mall", 0, 30)], 0)
    assert "已换完" in member.get("/m/play").content.decode()


def test_who_has_too_few_points_is_told_how_many_are_missing(member: Client, customer_id: int) -> None:
    rich(customer_id)
    page = member.get("/m/play/fun/mall/offers/jar").content.decode()
    told = form(member, "/m/play/fun/mall/offers/cup") | {"item": "jar", "cost": "5000"}
    refused = send(member, "mall", told)
    assert ("还差 4900 分" in page, "确认" in page, refused.status_code, takings(customer_id)) == (True, False, 409, [])


def test_a_draw_that_costs_more_than_the_form_said_is_not_made(member: Client, customer_id: int) -> None:
    rich(customer_id)
    free = form(member, "/m/play/fun/wheel")
    other = form(member, "/m/play/fun/wheel")
    assert (free["cost"], send(member, "wheel", free).status_code) == ("0", 302)
    refused = send(member, "wheel", other)
    assert (refused.status_code, "现在需要 4 分" in refused.content.decode()) == (409, True)
    paid = form(member, "/m/play/fun/wheel")
    assert (paid["cost"], send(member, "wheel", paid).status_code) == ("4", 302)
    assert takings(customer_id) == [("wheel", 0, 0), ("wheel", 0, 4)]


def test_a_round_of_a_game_is_played_and_the_second_of_the_day_is_refused(member: Client, customer_id: int) -> None:
    rich(customer_id)
    told = form(member, "/m/play/fun/game")
    assert send(member, "game", told).status_code == 302
    refused = send(member, "game", told | {"token": "another_token_0123456"})
    assert (refused.status_code, len(takings(customer_id))) == (409, 1)


def test_a_missed_day_is_made_up(member: Client, customer_id: int) -> None:
    at = clock.now() - timedelta(days=2)
    with unit_of_work(SYSTEM, at=at):
        loyalty.check_in("fun", "daily", customer_id, by=SYSTEM, at=at)
    page = member.get("/m/play/fun/daily").content.decode()
    days = re.findall(r'name="day" value="([0-9-]+)"', page)
    told = form(member, "/m/play/fun/daily") | {"day": days[0]}
    assert send(member, "daily", told).status_code == 302
    assert send(member, "daily", told | {"day": "nonsense"}).status_code == 422
    assert [row[0] for row in takings(customer_id)] == ["daily", "daily"]


def test_a_form_without_its_token_and_what_is_not_there_are_refused(member: Client, customer_id: int) -> None:
    assert send(member, "follow", {}).status_code == 422
    token = {"token": "another_token_0123456"}
    assert [send(member, "nothing", token).status_code, send(member, "mall", token | {"item": "x"}).status_code] == [
        404
    ] * 2
    assert [
        member.get(f"/m/play/fun/{page}").status_code for page in ("x", "mall/offers/x", "x/proof", "wheel/deck")
    ] == [404] * 4
    assert takings(customer_id) == []


def test_lt_01_the_revealed_deck_is_a_file_whose_sha_256_is_the_fingerprint(member: Client, customer_id: int) -> None:
    rich(customer_id)
    for _ in range(2):
        send(member, "wheel", form(member, "/m/play/fun/wheel"))
    before = member.get("/m/play/fun/wheel/proof").content.decode()
    with unit_of_work(SYSTEM, at=clock.now()):
        loyalty.reveal_deck("fun", "wheel", by=SYSTEM, at=clock.now())
    after = member.get("/m/play/fun/wheel/proof").content.decode()
    file = member.get("/m/play/fun/wheel/deck")
    commitment = loyalty_reads.deck_proof("fun", "wheel").commitment
    assert hashlib.sha256(file.content).hexdigest() == commitment
    assert (commitment in before, commitment in after, "核对相符" in after) == (True, True, True)
    assert file.content.decode().split("\n")[2:] == ["bag", "bag"]


def test_what_another_member_took_is_not_found(member: Client, customer_id: int) -> None:
    other = person("13900002222")
    with unit_of_work(SYSTEM, at=clock.now()):
        taken = loyalty.follow("fun", "follow", other, by=SYSTEM, at=clock.now())
    assert member.get(f"/m/played/{taken.id}").status_code == 404


def test_refusals_and_pages_are_english_too(member: Client, customer_id: int) -> None:
    member.post("/m/language", {"language": "en"})
    told = form(member, "/m/play/fun/mall/offers/cup")
    told |= {"token": "another_token_0123456", "item": "cup", "cost": "1"}
    page = send(member, "mall", told).content.decode()
    assert ("It costs 30 points now" in page, "Back to play" in page) == (True, True)
    assert "Tasks for points" in member.get("/m/play").content.decode()
    assert "Red rice" in member.get("/m/play/fun/taste").content.decode()
