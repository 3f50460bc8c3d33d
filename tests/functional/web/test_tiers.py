"""Membership programmes through the web: installed in two clicks, tried, published, watched, and their text examined."""

from datetime import date, timedelta
from typing import Any

import pytest

from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import LevelGrant, ProgrammeDraft, ProgrammeVersion, Simulation
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.people.types import SYSTEM
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.integration.tiering.living import Life, publish

pytestmark = pytest.mark.django_db
JD = "jd_growth"
CLUB = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10}\n"


def text(answer: Any) -> str:
    return answer.content.decode()


def work() -> None:
    """Let the worker do what waits."""
    worker = Worker("w", register.handlers(), clock.now)
    while worker.work_once():
        pass


@pytest.fixture
def jd(company: Company) -> Life:
    return Life(publish(preset=JD))


def test_a_preset_is_installed_in_two_clicks_then_tried_then_published(company: Company):
    page = signed_in("boss")
    assert ("还没有等级计划" in text(page.get("/tiers")), Simulation.objects.count()) == (True, 0)
    installed = page.post("/tiers/from-preset", {"preset": JD})
    assert (installed.status_code, installed["Location"]) == (302, f"/tiers/{JD}")
    assert "还没有发布" in text(page.get(f"/tiers/{JD}"))
    early = page.post(f"/tiers/{JD}/publication", {"from_on": "2020-01-01", "fingerprint": "x"})
    assert (early.status_code, "还没有试算" in text(early)) == (409, True)
    assert page.post(f"/tiers/{JD}/simulation", {"from_on": "2020-01-01", "cost-hotline": "2.50"}).status_code == 302
    assert "排队中" in text(page.get(f"/tiers/{JD}/simulation"))
    work()
    tried = text(page.get(f"/tiers/{JD}/simulation"))
    mark = ProgrammeDraft.objects.get().fingerprint
    assert ("发布第 1 版" in tried, mark in tried) == (True, True)
    assert "HX-Refresh" in page.get(f"/tiers/{JD}/simulation/live").headers
    done = page.post(f"/tiers/{JD}/publication", {"from_on": "2020-01-01", "fingerprint": mark})
    assert (done.status_code, ProgrammeVersion.objects.get().from_on) == (302, date(2020, 1, 1))
    assert "第 1 版，自 2020-01-01" in text(page.get(f"/tiers/{JD}"))


def test_the_page_of_a_programme_tells_ladder_rules_members_and_moves(jd: Life):
    jd.order("2024-01-01", 2_500)
    page = signed_in("boss")
    overview = text(page.get(f"/tiers/{JD}?since=2023-12-01&until=2024-02-01"))
    for said in ("2,000–9,999", "到期扣 1,000", "先扣减，再重新定级", "新加入", "第 1 版"):
        assert said in overview
    members = text(page.get(f"/tiers/{JD}/members"))
    assert ("小A" in members, "银牌会员" in members) == (True, True)
    assert "小A" not in text(page.get(f"/tiers/{JD}/members?level=gold"))
    wrong = text(page.get(f"/tiers/{JD}?since=2024-02-01&until=2023-12-01"))
    assert "起始日应不晚于截止日" in wrong
    body = b"".join(page.get(f"/tiers/{JD}/members/export").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1:4] for line in body.splitlines()[:2]] == [
        ["客户", "等级代码", "等级"],
        ["小A", "silver", "银牌会员"],
    ]


def test_the_watch_lists_who_is_about_to_fall_with_what_is_missing(jd: Life):
    jd.opening("silver", "2024-01-01", 2_400)
    page = signed_in("boss")
    watch = text(page.get(f"/tiers/{JD}/watch?days=90"))
    assert ("即将到期" in watch, "可能降级" in watch, "小A" in watch) == (True, True, True)
    body = b"".join(page.get(f"/tiers/{JD}/watch/falling").streaming_content).decode("utf-8-sig")
    assert body.splitlines()[1].split(",")[1:9] == ["小A", "silver", "银牌会员", "2400", "1", "2024-12-31", "0", "600"]


def test_what_is_wrong_with_a_text_stands_with_its_line_and_remedy(company: Company):
    page = signed_in("boss")
    bad = CLUB.replace("from:", "form:")
    looked = text(page.post("/tiers/examination", {"text": bad}))
    assert ("第 4 行" in looked, "levels[1].form" in looked, "您是不是想写：from" in looked) == (True, True, True)
    refused = page.post("/tiers/new-programme", {"text": bad})
    assert (refused.status_code, "第 4 行" in text(refused), ProgrammeDraft.objects.count()) == (422, True, 0)
    kept = page.post("/tiers/new-programme", {"text": CLUB})
    assert (kept.status_code, kept["Location"]) == (302, "/tiers/club/simulation")
    assert "from: 10" in text(page.get("/tiers/club/draft"))
    other = page.post("/tiers/club/draft", {"text": CLUB.replace("club", "other")})
    assert (other.status_code, "不能改成" in text(other)) == (422, True)
    taken = page.post("/tiers/new-programme", {"text": CLUB})
    assert (taken.status_code, "已有计划在用" in text(taken)) == (422, True)


def test_a_programme_is_stopped_and_its_history_stays(jd: Life):
    jd.order("2024-01-01", 2_500)
    page = signed_in("boss")
    assert page.post(f"/tiers/{JD}/stop").status_code == 302
    assert "已停用" in text(page.get("/tiers"))
    assert tiering_reads.membership(SYSTEM, JD, jd.customer_id, at=clock.now()).level == "bronze"


def test_sales_look_and_do_not_change(jd: Life):
    page = signed_in("east1")
    assert page.get(f"/tiers/{JD}").status_code == 200
    assert "现成的计划" not in text(page.get("/tiers"))
    assert page.get(f"/tiers/{JD}/draft").status_code == 403
    assert page.post("/tiers/from-preset", {"preset": JD}).status_code == 403
    assert page.get("/tiers/nothing").status_code == 404


def test_a_members_page_tells_level_way_trace_and_ledger_and_computes_what_if(jd: Life):
    jd.order("2024-01-01", 9_000)
    page, where = signed_in("boss"), f"/customers/{jd.customer_id}/levels"
    assert "银牌会员" in text(page.get(f"{where}/panel"))
    sheet = text(page.get(f"{where}?programme={JD}&order=20000"))
    for said in ("京东成长值", "为什么在这一级", "9,000", "什么都没有记下", "成绩变化 +20000"):
        assert said in sheet
    assert "请填写金额" in text(page.get(f"{where}?order=abc"))
    assert "会员等级" in text(page.get(f"/customers/{jd.customer_id}"))


def test_a_level_is_given_by_hand_with_reason_and_end_and_ended_again(jd: Life):
    jd.order("2024-01-01", 2_500)
    page, where = signed_in("boss"), f"/customers/{jd.customer_id}/levels"
    until = (local_date(clock.now()) + timedelta(days=30)).isoformat()
    given = {"programme": JD, "level": "gold", "mode": "floor", "until_on": until, "reason": "答谢"}
    assert page.post(f"{where}/grants", given | {"reason": " "}).status_code == 422
    assert page.post(f"{where}/grants", given).status_code == 302
    shown = text(page.get(where))
    assert ("人工·保底" in shown, "答谢" in shown) == (True, True)
    grant = LevelGrant.objects.get().pk
    assert page.post(f"{where}/grants/{grant}/end", {"reason": "误授"}).status_code == 302
    assert "已结束" in text(page.get(where))
    assert signed_in("east1").post(f"{where}/grants", given).status_code == 403
