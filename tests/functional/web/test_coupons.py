"""Coupons through the web: a batch in one click, codes handed over once, coupons given, what each is good for, stopping (R24.5)."""

from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import Coupon, CouponBatch
from minghua.domain.loyalty.types.coupon_story import Sale, SaleLine
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import Company
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
SMALL = "/coupons/batches/small_change"


@pytest.fixture
def wang(company: Company) -> int:
    """A customer of the eastern shop, and a batch that ships with the product."""
    assert signed_in("manager").post("/coupons/installation", {"preset": "small_change"}).status_code == 302
    return person(company, "王伟", "13800138000")


def person(company: Company, name: str, mobile: str) -> int:
    new = NewCustomer(
        kind="person", name=name, mobile=mobile, owner_id=company.user_ids["east1"], team_id=company.east_shop
    )
    with unit_of_work(SYSTEM, at=clock.now()):
        return customers.create_customer(new, by=SYSTEM, at=clock.now())


def number(customer_id: int) -> str:
    return customer_reads.customer(SYSTEM, customer_id).number


def text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def give(customer: int, key: str = "k1") -> Any:
    told = {"batch": "small_change", "key": key}
    return signed_in("manager").post(f"/customers/{customer}/coupons/issue", told)


def test_codes_are_handed_over_once_as_a_file(wang: int) -> None:
    page = signed_in("manager")
    file = page.post(f"{SMALL}/codes", {"count": "3", "key": "k1"})
    assert (file.status_code, file["Cache-Control"], len(set(text(file).split()))) == (200, "no-store, private", 3)
    again = page.post(f"{SMALL}/codes", {"count": "3", "key": "k1"})
    assert (again.status_code, "这些券码已经交付过一次" in text(again), Coupon.objects.count()) == (422, True, 3)


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "10001", "999999999999"])
def test_a_count_that_is_none_is_refused_and_nothing_is_made(wang: int, count: str) -> None:
    refused = signed_in("manager").post(f"{SMALL}/codes", {"count": count, "key": "k1"})
    assert (refused.status_code, "一次制 1 至 10,000 张" in text(refused), Coupon.objects.count()) == (422, True, 0)


def test_a_coupon_is_given_once_for_a_form_and_its_page_says_what_it_is_good_for(wang: int) -> None:
    assert [give(wang).status_code for _ in range(2)] == [302, 302]
    assert Coupon.objects.count() == 1
    shown = text(signed_in("manager").get(f"/customers/{wang}/coupons"))
    assert [word for word in ("无门槛 5 元", "减 ¥5.00", "最后可用日", "可用") if word not in shown] == []
    assert give(wang, "k2").status_code == 302
    refused = give(wang, "k3")
    assert (refused.status_code, "每人最多 2 张" in text(refused)) == (409, True)


def test_a_used_coupon_says_on_which_order(wang: int) -> None:
    give(wang)
    sale = Sale(coupons=(), lines=(SaleLine(product="X", amount=9_900),), customer_id=wang, order="A-1")
    with unit_of_work(SYSTEM, at=clock.now()):
        loyalty.redeem_coupons(sale, key="till", by=SYSTEM, at=clock.now())
    shown = text(signed_in("manager").get(f"/customers/{wang}/coupons"))
    assert [word for word in ("已使用", "用于订单 A-1", "用券的购买") if word not in shown] == []
    assert "¥5.00" in text(signed_in("manager").get("/coupons"))


def test_many_are_given_or_none_and_the_one_that_cannot_have_it_is_named(company: Company, wang: int) -> None:
    other, page = person(company, "刘洋", "13800138001"), signed_in("manager")
    for key in ("a", "b"):
        give(other, key)
    first, second = number(wang), number(other)
    refused = page.post(f"{SMALL}/issues", {"customers": f"{first}\n{second}", "key": "k1"})
    assert (refused.status_code, f"第 2 个（客户 {second}）" in text(refused)) == (422, True)
    assert Coupon.objects.filter(customer_id=wang).count() == 0
    for told, said in (
        ("x{}", "第 1 个「x{}」：没有这个客户编号"),
        ("", "写 1 至 200 个"),
        (f"{first} C9999999", "第 2 个「C9999999」"),
    ):
        assert said in text(page.post(f"{SMALL}/issues", {"customers": told, "key": "k2"}))
    assert page.post(f"{SMALL}/issues", {"customers": f"{first.lower()}，{first}", "key": "k3"}).status_code == 302
    assert Coupon.objects.filter(customer_id=wang).count() == 1


def test_the_table_is_a_file_and_a_stopped_batch_gives_nothing_more(wang: int) -> None:
    page = signed_in("manager")
    rows = text(page.get("/coupons/file")).splitlines()
    assert rows[1] == "small_change,无门槛 5 元,发放中,5000,0,0,0,0,0,0,0.00,,CNY"
    assert page.post(f"{SMALL}/closure").status_code == 302
    assert CouponBatch.objects.exclude(stopped_at=None).count() == 1
    shown = text(page.get(SMALL))
    assert ("停发；已发出的照旧可用到最后一天" in shown, "制码并下载" in shown) == (True, False)
    assert give(wang).status_code == 409


def test_who_may_only_look_sees_the_batch_without_its_forms(wang: int) -> None:
    shown = text(signed_in("east1").get(SMALL))
    assert ("每人限领" in shown, "制码并下载" in shown, "停发这批券" in shown) == (True, False, False)
    assert signed_in("east1").post(f"{SMALL}/codes", {"count": "1", "key": "k"}).status_code == 403
