"""The review queue, two records side by side, the merge and the way back, as a person does it."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, Merge, Pair
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker import duplicates as worker

PHONE = "13800138000"


def look(at: datetime) -> None:
    worker.seek({}, at=at, beat=lambda: None)


def test_a_pair_is_found_shown_merged_and_taken_back(firm: Any, make: Any, at_the_door: Any, at: datetime) -> None:
    one, two = make("王伟", mobile=PHONE, city="上海"), make("王偉", mobile=PHONE, email="w@x.cn")
    look(at)
    door = at_the_door(firm.lead)
    page = door.get("/customers/pairs").content.decode()
    assert "王偉" in page
    assert 'data-key="m"' in page
    side = door.get(f"/customers/{one}/merge?other={two}").content.decode()
    assert 'name="keep.name"' in side
    merged = door.post(f"/customers/{one}/merge", {"other": two, "keep.name": "loser", "next": "queue"})
    assert merged["Location"] == "/customers/pairs"
    row = Customer.objects.get(pk=one)
    assert (row.name, row.city, row.email) == ("王偉", "上海", "w@x.cn")
    assert door.get(f"/customers/{two}")["Location"] == f"/customers/{one}"
    assert "没有待核对的重复客户" in door.get("/customers/pairs").content.decode()
    back = door.post(f"/customers/merges/{Merge.objects.get().pk}/reversal")
    assert back["Location"] == f"/customers/{two}"
    assert Customer.objects.get(pk=one).name == "王伟"
    assert door.get(f"/customers/{two}").status_code == 200


def test_told_apart_is_remembered_by_every_later_search(firm: Any, make: Any, at_the_door: Any, at: datetime) -> None:
    one = make("王伟", mobile=PHONE)
    make("王伟", mobile=PHONE)
    look(at)
    door = at_the_door(firm.lead)
    assert door.post(f"/customers/pairs/{Pair.objects.get().pk}/difference").status_code == 302
    with unit_of_work(firm.lead, at=at):
        customers.edit_customer(one, {"city": "上海"}, base_version=None, by=firm.lead, at=at)
        customers.start_seeking(anew=True, by=firm.lead, at=at)
    look(at)
    assert [pair.state for pair in Pair.objects.all()] == ["different"]


def test_a_pair_with_a_foreign_side_is_not_shown(firm: Any, make: Any, at_the_door: Any, at: datetime) -> None:
    mine, theirs = make("王伟", mobile=PHONE), make("王伟", by=firm.outsider, mobile=PHONE)
    look(at)
    door = at_the_door(firm.lead)
    assert "没有待核对的重复客户" in door.get("/customers/pairs").content.decode()
    assert door.get(f"/customers/{mine}/merge?other={theirs}").status_code == 404
    assert door.post(f"/customers/{mine}/merge", {"other": theirs}).status_code == 404
    assert Merge.objects.count() == 0


def test_the_page_says_in_words_why_a_pair_is_probably_one(
    firm: Any, make: Any, at_the_door: Any, at: datetime
) -> None:
    for mobile in (PHONE, "13911112222"):
        make("欧阳若曦", mobile=mobile, birthday=date(1990, 1, 12))
    look(at)
    door = at_the_door(firm.lead)
    page = door.get("/customers/pairs?verdict=likely").content.decode()
    for told in (
        "很可能",
        "相似度 50%",
        "为什么这样判断",
        "相同（同名的很少）",
        "0 / 35",
        "有力支持",
        "任取两位客户，极少是同一位",
    ):
        assert told in page
    assert "没有待核对的重复客户" in door.get("/customers/pairs?verdict=suggest").content.decode()
    english = door.get("/customers/pairs", headers={"accept-language": "en"}).content.decode()
    assert "the same (few have this name)" in english


def test_a_search_under_way_is_shown_and_stopped(firm: Any, make: Any, at_the_door: Any, at: datetime) -> None:
    make("欧阳若曦", mobile=PHONE), make("欧阳若曦", mobile=PHONE)
    door = at_the_door(firm.lead)
    assert door.post("/customers/pairs/search/stop").status_code == 409
    with unit_of_work(SYSTEM, at=at):
        customers.seek_anew(at=at)
        customers.begin_seeking(at=at)
    page = door.get("/customers/pairs").content.decode()
    assert "正在查找：0%" in page
    assert "停止查找" in page
    assert 'name="anew"' not in page
    assert door.post("/customers/pairs/search/stop")["Location"] == "/customers/pairs"
    with unit_of_work(SYSTEM, at=at):
        customers.finish_seeking(stopped=customers.stop_is_asked(), at=at)
    page = door.get("/customers/pairs").content.decode()
    assert "上次查找停在 0%，已找到 0 对；下次从这里继续" in page
    assert "继续查找" in page
    look(at)
    assert "比较 2 位客户，找到 1 对" in door.get("/customers/pairs").content.decode()


def test_many_are_merged_only_where_the_rule_allows_it(firm: Any, make: Any, at_the_door: Any, at: datetime) -> None:
    make("王伟", by=firm.manager, mobile=PHONE), make("王伟", by=firm.manager, mobile=PHONE)
    look(at)
    door = at_the_door(firm.manager)
    assert "批量合并没有开启" in door.get("/customers/pairs/many").content.decode()
    assert door.post("/customers/pairs/many", {"percent": 95}).status_code == 409
    from minghua.foundation.parameters import operations as parameters
    from minghua.kernel.periods import local_date

    with unit_of_work(SYSTEM, at=at):
        parameters.set_value("duplicates.auto_merge", True, valid_from=local_date(at), by=SYSTEM, at=at)
    assert "将要合并" in door.get("/customers/pairs/many").content.decode()
    assert door.post("/customers/pairs/many", {"percent": 95})["Location"] == "/customers/merges"
    assert Merge.objects.count() == 1


def test_the_queue_asks_as_often_for_three_pairs_as_for_one(
    firm: Any, make: Any, at_the_door: Any, at: datetime
) -> None:
    door, counts = at_the_door(firm.lead), []
    for n in (1, 3):
        for m in range(n):
            make(f"甲{n}{m}", mobile=f"1380013{n}{m:03}"), make(f"甲{n}{m}", mobile=f"1380013{n}{m:03}")
        look(at)
        door.get("/customers/pairs")
        with CaptureQueriesContext(connection) as caught:
            assert door.get("/customers/pairs").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
