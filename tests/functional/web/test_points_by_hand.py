"""Points by hand through the web: given or taken on the customer's page, large ones agreed to by another on the list, as a file."""

from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty.models import PointsAdjustment, PointsFact
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import Company
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
TOLD = {"scheme": "shop_points", "way": "give", "amount": "12000", "reason": "旧卡余额", "key": "k1"}


@pytest.fixture
def wang(company: Company) -> int:
    """A customer of the eastern shop, and the scheme that ships with the product."""
    new = NewCustomer(
        kind="person", name="王伟", mobile="13800138000", owner_id=company.user_ids["east1"], team_id=company.east_shop
    )
    assert signed_in("manager").post("/points/installation", {"preset": "shop_points"}).status_code == 302
    with unit_of_work(SYSTEM, at=clock.now()):
        return customers.create_customer(new, by=SYSTEM, at=clock.now())


def text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_many_points_wait_for_another_person_and_are_booked_once(wang: int) -> None:
    asking, agreeing = signed_in("manager"), signed_in("boss")
    answer = asking.post(f"/customers/{wang}/points/gift", TOLD, follow=True)
    assert "等另一位同事批准" in text(answer)
    assert PointsFact.objects.count() == 0
    pk = PointsAdjustment.objects.get().pk
    own = text(asking.get("/points/by-hand"))
    assert ("旧卡余额" in own, f"/points/by-hand/{pk}/approval" in own, f"/points/by-hand/{pk}/refusal" in own) == (
        True, False, True,
    )  # fmt: skip
    refused = asking.post(f"/points/by-hand/{pk}/approval")
    assert (refused.status_code, "不能由自己批准" in text(refused)) == (403, True)
    assert f"/points/by-hand/{pk}/approval" in text(agreeing.get("/points/by-hand?state=asked"))
    assert agreeing.post(f"/points/by-hand/{pk}/approval").status_code == 302
    again = agreeing.post(f"/points/by-hand/{pk}/approval")
    assert (again.status_code, "已经处理过了" in text(again)) == (409, True)
    assert PointsFact.objects.count() == 1
    assert "+12,000" in text(agreeing.get("/points/by-hand?size=large"))
    assert "旧卡余额" in text(agreeing.get(f"/customers/{wang}/points"))


def test_what_is_turned_down_changes_nothing_and_says_why(wang: int) -> None:
    signed_in("manager").post(f"/customers/{wang}/points/gift", TOLD)
    pk = PointsAdjustment.objects.get().pk
    assert signed_in("boss").post(f"/points/by-hand/{pk}/refusal", {"reason": " "}).status_code == 422
    assert signed_in("boss").post(f"/points/by-hand/{pk}/refusal", {"reason": "没有凭证"}).status_code == 302
    assert "没有凭证" in text(signed_in("manager").get("/points/by-hand?state=refused"))
    assert PointsFact.objects.count() == 0


def test_points_are_taken_by_hand_no_more_than_there_are(wang: int) -> None:
    page = signed_in("manager")
    page.post(f"/customers/{wang}/points/gift", TOLD | {"amount": "50"})
    over = page.post(f"/customers/{wang}/points/gift", TOLD | {"way": "take", "amount": "51", "key": "k2"})
    assert (over.status_code, "可用积分 50，不够 51" in text(over)) == (409, True)
    assert page.post(f"/customers/{wang}/points/gift", TOLD | {"way": "x", "key": "k3"}).status_code == 422
    less = page.post(f"/customers/{wang}/points/gift", TOLD | {"way": "take", "amount": "20", "key": "k4"})
    assert less.status_code == 302
    assert "−20" in text(page.get("/points/by-hand?way=take"))


def test_the_list_leaves_as_a_file_with_both_people(wang: int) -> None:
    signed_in("manager").post(f"/customers/{wang}/points/gift", TOLD)
    signed_in("boss").post(f"/points/by-hand/{PointsAdjustment.objects.get().pk}/approval")
    lines = text(signed_in("boss").get("/points/by-hand/export")).strip().splitlines()
    assert len(lines) == 3  # the head, the row, the mark of whose file it is
    cells = lines[1].split(",")
    assert (cells[4], cells[5], cells[8], cells[-1]) == ("12000", "旧卡余额", "已入账", "10000")


def test_another_shop_sees_nothing_of_it(wang: int) -> None:
    signed_in("manager").post(f"/customers/{wang}/points/gift", TOLD)
    assert "王伟" not in text(signed_in("west1").get("/points/by-hand"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_three_asks_the_database_no_more_than_one_of_one(
    wang: int, rows: int, django_assert_max_num_queries: Any
) -> None:
    page = signed_in("manager")
    for number in range(rows):
        page.post(f"/customers/{wang}/points/gift", TOLD | {"key": f"k{number}", "amount": "5"})
    page.get("/points/by-hand")
    with django_assert_max_num_queries(30):
        assert text(page.get("/points/by-hand")).count("cell-main") == rows


def test_gifts_in_parts_are_listed_with_their_figures(wang: int) -> None:
    page = signed_in("manager")
    assert "没有异常" in text(page.get("/points/watch-list"))
    for key in ("a", "b"):
        page.post(f"/customers/{wang}/points/gift", TOLD | {"amount": "6000", "key": key})
    shown = text(page.get("/points/watch-list"))
    assert ("王伟" in shown, "分 2 笔赠送共 12,000 分" in shown) == (True, True)
    assert signed_in("east1").get("/points/watch-list").status_code == 403
