"""Points through the web: a preset in one click, points given with a reason, the statement that explains them, months that add up."""

from datetime import date
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty import queries as reads
from minghua.domain.loyalty.models import PointsFact
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import Company
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
GIFT = {"scheme": "shop_points", "amount": "30", "reason": "开业赠送", "key": "k1"}


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


def test_points_are_given_once_with_a_reason_and_the_statement_says_it(wang: int) -> None:
    page = signed_in("manager")
    for _ in range(2):
        assert page.post(f"/customers/{wang}/points/gift", GIFT).status_code == 302
    assert PointsFact.objects.count() == 1
    shown = text(page.get(f"/customers/{wang}/points"))
    assert "开业赠送" in shown
    assert '<option value="shop_points" selected>门店积分' in shown
    assert "门店积分" in text(page.get("/points"))


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"amount": "-1"}, {"amount": "x"}, {"amount": "0"}])
def test_a_gift_without_reason_or_amount_is_refused_and_nothing_is_written(wang: int, wrong: dict[str, str]) -> None:
    assert signed_in("manager").post(f"/customers/{wang}/points/gift", GIFT | wrong).status_code == 422
    assert PointsFact.objects.count() == 0


def test_twelve_months_end_with_this_one_and_say_what_the_liability_says(wang: int) -> None:
    signed_in("manager").post(f"/customers/{wang}/points/gift", GIFT)
    now = clock.now()
    months = reads.points_months(SYSTEM, "shop_points", months=12, at=clock.now())
    first: date = local_date(now).replace(day=1)
    assert (len(months), months[-1].first_on) == (12, first)
    assert (months[-1].issued, months[-1].outstanding, months[-1].worth_minor) == (30, 30, 30)
    assert [each.outstanding for each in months[:-1]] == [0] * 11
