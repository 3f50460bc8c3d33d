"""The retention table and legal holds through the browser: seen, dry run, CSV, set, refused twice, lifted."""

import pytest
from django.test import Client

from minghua.foundation.personal.models import LegalHold
from minghua.foundation.personal.retention import kinds
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.trade import Trade, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def test_the_table_shows_every_kind_and_is_a_file_too(boss: Client, trade: Trade) -> None:
    page = boss.get("/settings/retention")
    assert page.status_code == 200
    text = page.content.decode()
    assert [kind.name.zh for kind in kinds() if kind.name.zh not in text] == []
    assert "没有依法保全" in text
    assert len(b"".join(boss.get("/settings/retention.csv").streaming_content).splitlines()) == 1 + len(kinds())


def test_a_hold_is_set_shown_and_lifted(boss: Client, trade: Trade) -> None:
    place = f"/customers/{trade.wang}/hold"
    assert boss.post(place, {"why": ""}).status_code == 422
    assert boss.post(place, {"why": "诉讼", "last_on": "31 Dec"}).status_code == 422
    assert boss.post(place, {"why": "（2026）民初 12 号", "last_on": ""}).status_code == 302
    assert boss.post(place, {"why": "仲裁"}).status_code == 409
    assert "（2026）民初 12 号" in boss.get(place).content.decode()
    assert "（2026）民初 12 号" in boss.get("/settings/retention").content.decode()
    assert "正在依法保全" in boss.get(f"/customers/{trade.wang}/erasure").content.decode()
    assert boss.post(f"{place}/lifting", {"reason": ""}).status_code == 422
    assert boss.post(f"{place}/lifting", {"reason": "已结案"}).status_code == 302
    assert boss.post(f"{place}/lifting", {"reason": "已结案"}).status_code == 404
    assert [(hold.lift_reason, hold.until is None) for hold in LegalHold.objects.all()] == [("已结案", False)]


def test_who_may_not_hold_is_turned_away(trade: Trade) -> None:
    assert signed_in("east1").post(f"/customers/{trade.wang}/hold", {"why": "诉讼"}).status_code == 403
    assert signed_in("auditor").get("/settings/retention").status_code == 200
    assert LegalHold.objects.count() == 0
