"""The list of customers through its door: what is asked is shown, what is foreign stays hidden, acts can be undone."""

import pytest
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.exports import marks
from minghua.foundation.listing.models import SavedView
from minghua.foundation.people.models import User
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.conftest import AT

HTMX = {"HX-Request": "true"}


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def make(company):
    def create(name: str, *, by: str = "east1", **values: str) -> int:
        actor = company.actor(by)
        with unit_of_work(actor, at=AT):
            return customers.create_customer(NewCustomer(kind="person", name=name, **values), by=actor, at=AT)

    return create


@pytest.fixture
def east1(company) -> Client:
    return signed_in("east1")


def test_only_ones_own_customers_are_listed(make, east1):
    make("王秀英")
    make("张建国", by="west1")
    page = east1.get("/customers").content.decode()
    assert ("王秀英" in page, "张建国" in page) == (True, False)


def test_rows_cost_the_same_number_of_queries_however_many(make, east1, django_assert_max_num_queries):
    make("王一")
    east1.get("/customers")
    with django_assert_max_num_queries(40) as one:
        east1.get("/customers")
    make("王二")
    make("王三")
    with django_assert_max_num_queries(len(one.captured_queries)):
        east1.get("/customers")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("city=合肥市", ["甲", "丙"]),
        ("city=合肥市&name.contains=丙", ["丙"]),
        ("view=mine", ["甲", "乙", "丙"]),
        ("q=yi", ["乙"]),
        ("owner=me&city.empty=1", []),
    ],
)
def test_conditions_views_and_search_narrow_the_list(make, east1, query, names):
    for name, city in (("甲", "合肥市"), ("乙", "芜湖市"), ("丙", "合肥市")):
        make(name, city=city)
    page = east1.get(f"/customers?{query}").content.decode()
    assert [name for name in ("甲", "乙", "丙") if f">{name}</a>" in page] == names


def test_an_unknown_field_is_refused_by_name(east1):
    answer = east1.get("/customers?nonsense.is=1")
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()


def test_a_cell_is_saved_and_a_bad_value_stays_in_it(make, east1):
    key = make("王秀英", mobile="13800138000")
    saved = east1.post(f"/customers/{key}/cells/city", {"value": "芜湖市", "base_version": "1"}, headers=HTMX)
    refused = east1.post(f"/customers/{key}/cells/mobile", {"value": "138", "base_version": "2"}, headers=HTMX)
    row = Customer.objects.get(pk=key)
    assert (saved.status_code, refused.status_code, row.city, row.mobile) == (200, 422, "芜湖市", "+8613800138000")
    assert 'value="138"' in refused.content.decode()


def test_a_stale_cell_says_so_and_keeps_what_was_typed(make, east1):
    key = make("王秀英")
    east1.post(f"/customers/{key}/cells/city", {"value": "芜湖市", "base_version": "1"})
    stale = east1.post(f"/customers/{key}/cells/city", {"value": "合肥市", "base_version": "1"})
    assert (stale.status_code, Customer.objects.get(pk=key).city) == (409, "芜湖市")
    assert 'value="合肥市"' in stale.content.decode()


@pytest.mark.parametrize("page", ["panel", "cells/city", "cells/city?edit=1"])
def test_a_foreign_customer_is_not_found(make, east1, page):
    key = make("张建国", by="west1")
    assert east1.get(f"/customers/{key}/{page}").status_code == 404


def test_many_are_tagged_and_the_tag_taken_back(make, east1):
    keys = [make("甲"), make("乙")]
    foreign = make("丙", by="west1")
    done = east1.post("/customers/bulk/tags", {"ids": [*keys, foreign], "tag": "老客户"}, headers=HTMX)
    page = done.content.decode()
    assert ("已给 2 位客户打上「老客户」" in page, "1 位未改" in page) == (True, True)
    token = page.split("/customers/bulk/")[1].split("/")[0]
    assert "恢复 2 位客户" in east1.post(f"/customers/bulk/{token}/undoing").content.decode()
    assert east1.post(f"/customers/bulk/{token}/undoing", headers=HTMX).status_code == 409


def test_somebody_elses_undoing_is_not_found(make, east1):
    done = east1.post("/customers/bulk/tags", {"ids": [make("甲")], "tag": "老客户"})
    token = done.content.decode().split("/customers/bulk/")[1].split("/")[0]
    assert signed_in("boss").post(f"/customers/bulk/{token}/undoing").status_code == 404


def test_a_card_moves_to_another_column(make, east1):
    key = make("甲")
    moved = east1.post("/customers/board/value_class", {"id": key, "to": "key"}, headers=HTMX)
    assert (moved.status_code, Customer.objects.get(pk=key).value_class) == (200, "key")


def test_a_view_is_kept_for_oneself_changed_and_deleted(make, east1):
    form = {"list": "customers", "name": "合肥的", "look": "own=1&city=合肥市&sort=-net_minor"}
    key = SavedView.objects.count()
    made = east1.post("/views", form)
    view = SavedView.objects.latest("pk")
    assert (made.url, SavedView.objects.count()) == (f"/customers?view={view.pk}", key + 1)
    east1.post(f"/views/{view.pk}", {"list": "customers", "look": "own=1&city=芜湖市"})
    view.refresh_from_db()
    assert view.spec["filter"] == {"all": [["city", "is", "芜湖市"]]}
    assert signed_in("west1").post(f"/views/{view.pk}/deletion", {"list": "customers"}).status_code == 404
    east1.post(f"/views/{view.pk}/deletion", {"list": "customers"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_the_palette_finds_within_ones_rows_and_by_prefix(make, east1):
    make("王秀英")
    make("王建国", by="west1")
    people = east1.get("/find", {"q": "@wangx"}).content.decode()
    assert ("王秀英" in people, "王建国" in people, "我的一天" in people) == (True, False, False)
    assert "我的一天" in east1.get("/find", {"q": "/我的"}).content.decode()


def test_the_file_holds_what_the_screen_shows(company, make):
    make("王秀英", city="合肥市")
    make("=1+1", city="芜湖市")
    boss = signed_in("boss")
    lines = b"".join(boss.get("/customers/export?city=芜湖市&columns=name,city").streaming_content).decode("utf-8-sig")
    *told, mark = lines.splitlines()
    assert [line.split(",")[1:] for line in told] == [["名称", "城市"], ["'=1+1", "芜湖市"]]
    assert marks.is_mark([mark])
    assert signed_in("auditor").get("/customers/export").status_code == 403


def test_english_readers_read_english(make, company):
    make("王秀英")
    client = signed_in("east1")
    client.cookies["django_language"] = "en"
    page = client.get("/customers").content.decode()
    assert ("Add condition" in page, "添加条件" in page) == (True, False)


def test_everybody_on_the_list_is_tagged_by_its_own_filter_and_text(make, east1):
    make("王一", city="合肥市"), make("王二", city="合肥市"), make("王三", city="芜湖市"), make("张四", city="合肥市")
    form = {"all": "1", "look": "own=1&q=wang&city=合肥市", "tag": "老客户", "ids": []}
    page = east1.post("/customers/bulk/tags", form, headers=HTMX).content.decode()
    assert "已给 2 位客户打上「老客户」" in page
    token = page.split("/customers/sweeps/")[1].split("/")[0]
    assert "恢复 2 位客户" in east1.post(f"/customers/sweeps/{token}/undoing", headers=HTMX).content.decode()
    assert signed_in("boss").get(f"/customers/sweeps/{token}").status_code == 404


def test_everybody_on_the_list_is_handed_out_with_the_whole_archive(make, company):
    make("王一", city="合肥市", by="boss"), make("张四", city="合肥市", by="boss")
    form = {"all": "1", "look": "own=1&q=wang"}
    answer = signed_in("boss").post("/customers/export", form)
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), "王一" in rows[1], marks.is_mark([rows[2]])) == (3, True, True)


@pytest.mark.parametrize(
    ("built", "query"),
    [
        ("_add=1&_field=city&_op=is&_value=芜湖市", "city=合肥市&city=芜湖市"),
        ("_add=1&_field=city&_op=is&_value=芜湖市&_into=0", "any"),
        ("_add=1&_field=city&_op=empty", "city.empty=1"),
    ],
)
def test_a_built_condition_joins_the_others_or_is_an_alternative_of_one(make, east1, built, query):
    for name, city in (("甲", "合肥市"), ("乙", "芜湖市"), ("丙", "上海市")):
        make(name, city=city)
    page = east1.get(f"/customers/condition?own=1&city=合肥市&{built}", follow=True)
    shown = [name for name in ("甲", "乙", "丙") if f">{name}</a>" in page.content.decode()]
    assert shown == (["甲", "乙"] if query == "any" else [])


def test_a_choice_between_conditions_is_kept_in_a_view_and_loses_one_alternative(make, east1):
    for name, city in (("甲", "合肥市"), ("乙", "芜湖市"), ("丙", "上海市")):
        make(name, city=city)
    look = 'own=1&filter={"all":[{"any":[["city","is","合肥市"],["city","is","芜湖市"]]}]}'
    east1.post("/views", {"list": "customers", "name": "两地", "look": look})
    key = SavedView.objects.get(name="两地").pk
    page = east1.get(f"/customers?view={key}").content.decode()
    assert ([name for name in ("甲", "乙", "丙") if f">{name}</a>" in page], page.count("chip-x")) == (["甲", "乙"], 2)


def test_a_view_keeps_the_words_searched_for(make, east1):
    make("王一"), make("张四")
    east1.post("/views", {"list": "customers", "name": "姓王的", "look": "own=1&q=wang&sort=name&columns=city&board="})
    view = SavedView.objects.get(name="姓王的")
    assert (view.spec["text"], view.spec["sort"], view.spec["columns"]) == ("wang", ["name"], ["city"])
    page = east1.get(f"/customers?view={view.pk}").content.decode()
    assert ("王一" in page, "张四" in page, 'value="wang"' in page) == (True, False, True)


def test_namesakes_are_told_apart_in_the_palette(make, east1):
    make("王伟", city="合肥市", mobile="13800135678")
    make("王伟", city="芜湖市")
    page = east1.get("/find?q=王伟").content.decode()
    one, two = Customer.objects.order_by("pk")
    name = User.objects.get(username="east1").name
    assert f"{one.number} · 合肥市 · 尾号 5678 · {name}" in page
    assert f"{two.number} · 芜湖市 · {name}" in page


def test_only_who_can_look_after_customers_is_offered_as_owner(make, company):
    key, boss = make("甲"), signed_in("boss")
    auditor, sales = User.objects.get(username="auditor"), User.objects.get(username="east2")
    menu = boss.get("/customers").content.decode().split('id="bulk"')[1]
    form = boss.get("/customers/new").content.decode()
    record = boss.get(f"/customers/{key}").content.decode().split('name="owner_id"')[1].split("</select>")[0]
    builder = boss.get("/customers/condition?_field=owner").content.decode()
    for part in (menu, form, record, builder):
        assert (sales.name in part, auditor.name in part) == (True, False)
    answer = boss.post("/customers/bulk/assignment", {"ids": [key], "owner": auditor.pk}, headers=HTMX)
    assert (answer.status_code, "因此不能做负责人" in answer.content.decode()) == (422, True)
