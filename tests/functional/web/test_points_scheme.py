"""One scheme of points through the web: terms in words, what a version changes, publishing, stopping, months as a file (R24.1, R24.2)."""

from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import PointsVersion
from minghua.domain.loyalty.types.points_health import BuyingShare
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.trade import an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
TEXT = """\
code: grains
name: {zh: 米粒, en: Grains}
earn:
  - {code: purchase, name: {zh: 购物, en: Purchases}, points: 1, per: 100}
pending: {days: none}
expiry: {kind: rolling, months: 1}
unit_minor: 2
"""


def text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def published(page: Any, said: str, from_on: Any) -> Any:
    return page.post("/points/scheme-text", {"text": said, "from_on": str(from_on)})


def test_a_version_follows_another_and_the_page_says_what_it_changed(company: Company) -> None:
    page, today = signed_in("manager"), local_date(clock.now())
    assert published(page, TEXT, today).status_code == 302
    second = TEXT.replace("points: 1,", "points: 2,")
    preview = text(page.post("/points/scheme-examination", {"text": second}))
    assert "每付 ¥1.00 积 1 分 → 每付 ¥1.00 积 2 分" in preview
    refused = published(page, second, today)
    assert (refused.status_code, f"新版本要从 {today} 之后开始。" in text(refused)) == (422, True)
    assert published(page, second, today + timedelta(days=1)).status_code == 302
    shown = text(page.get("/points/grains"))
    told = ("米粒", "每付 ¥1.00 积 1 分 → 每付 ¥1.00 积 2 分", "还没生效", "第一版", "可用后 1 个月", "¥0.02")
    assert [word for word in told if word not in shown] == []
    assert second.strip() in text(page.get("/points/scheme-text?scheme=grains"))


def test_a_bad_text_names_line_field_and_remedy_and_nothing_is_published(company: Company) -> None:
    page = signed_in("manager")
    bad = TEXT.replace("points: 1,", "points: 0,")
    shown = text(page.post("/points/scheme-examination", {"text": bad}))
    assert ("第 4 行" in shown, "earn[0].points" in shown) == (True, True)
    assert published(page, bad, local_date(clock.now())).status_code == 422
    assert PointsVersion.objects.count() == 0


def test_a_stopped_scheme_says_so_and_takes_no_further_version(company: Company) -> None:
    page, today = signed_in("manager"), local_date(clock.now())
    published(page, TEXT, today)
    assert page.post("/points/grains/closure").status_code == 302
    assert "停用，不再积分" in text(page.get("/points/grains"))
    assert page.post("/points/grains/closure").status_code == 404
    assert published(page, TEXT, today + timedelta(days=1)).status_code == 409
    assert "请换一个代码" in text(page.post("/points/scheme-examination", {"text": TEXT}))


def test_health_of_a_scheme_adds_up_r24_2_r24_9(company: Company) -> None:
    """700 from purchases and 300 given: 70 %; 200 spent and 800 expired: breakage 80 %; what the page and the file say is that."""
    shop = open_shop(company)
    with unit_of_work(SYSTEM, at=day(2)):
        loyalty.publish_points(TEXT, from_on=local_date(day(1)), by=SYSTEM, at=day(2))
        record_order(an_order("1", line(shop.rice, 1, 700), customer=shop.wang, at=day(2)), by=SYSTEM, at=day(2))
        loyalty.earn_points("grains", shop.wang, 300, key="gift", by=SYSTEM, at=day(2))
        loyalty.spend_points("grains", shop.wang, 200, key="till", by=SYSTEM, at=day(2))
        before = reads.points_health(SYSTEM, "grains", months=12, at=day(2))
        later = day(2) + timedelta(days=62)
        while loyalty.settle_points(limit=100, by=SYSTEM, at=later):
            pass
    assert (before.outstanding, before.worth_minor, before.breakage) == (800, 1_600, 0)
    found = reads.points_health(SYSTEM, "grains", months=12, at=later)
    assert (found.issued, found.spent, found.expired, found.outstanding, found.worth_minor) == (1_000, 200, 800, 0, 0)
    assert (found.bought, found.bought_share, found.standing, found.breakage) == (700, 7_000, BuyingShare.SOUND, 8_000)
    owed = reads.points_liability(SYSTEM, "grains", start=found.months[0].first_on, end=local_date(later))
    assert (owed.issued, owed.spent, owed.expired, owed.available) == (1_000, 200, 800, 0)
    lines = text(signed_in("manager").get("/points/grains/months")).strip().splitlines()
    assert (len(lines), lines[0].lstrip("\ufeff")) == (
        13,
        "月份,发出积分,使用积分,到期积分,退货收回,月末结存,折合金额,币种",
    )


def test_who_only_views_points_sees_the_terms_and_no_figures(company: Company) -> None:
    published(signed_in("manager"), TEXT, local_date(clock.now()))
    sales = signed_in("east1")
    shown = text(sales.get("/points/grains"))
    assert ("每付 ¥1.00 积 1 分" in shown, "到期未用率" in shown, "写新的一版" in shown) == (True, False, False)
    assert sales.get("/points/grains/months").status_code == 403


def test_a_text_is_tried_over_the_past_and_on_one_order_before_it_is_published(company: Company) -> None:
    trade, page = open_shop(company), signed_in("manager")
    now = clock.now()
    with unit_of_work(SYSTEM, at=now):
        record_order(an_order("o1", line(trade.rice, 2, 50), customer=trade.wang, at=now), by=SYSTEM, at=now)
    shown = text(page.post("/points/scheme-text/simulation", {"text": TEXT}))
    assert [word for word in ("新的一版", "¥2.00", "王秀英", "购物") if word not in shown] == ["王秀英"]
    published(page, TEXT, local_date(now) - timedelta(days=40))
    doubled = TEXT.replace("points: 1,", "points: 2,")
    shown = text(page.post("/points/scheme-text/simulation", {"text": doubled}))
    assert [word for word in ("现行的一版", "多得最多的", "王秀英", "100 → 200") if word not in shown] == []
    said = {"text": doubled, "customer_id": str(trade.wang), "lines": "RICE10 3 90.00\n"}
    shown = text(page.post("/points/scheme-text/trial", said))
    assert [word for word in ("购物", "90.00 元，每 1 元 2 分", "合计 180 分") if word not in shown] == []
    shown = text(page.post("/points/scheme-text/trial", {**said, "lines": "RICE10 many"}))
    assert "每行写货号、件数、金额。" in shown
    bad = text(page.post("/points/scheme-text/simulation", {"text": TEXT.replace("points: 1,", "points: 0,")}))
    assert "逐月试算" not in bad
