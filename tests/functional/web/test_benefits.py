"""Benefits through the web: a preset in two clicks, a customer takes a pack, the list with its file, taking it back."""

from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.loyalty.models import BenefitGrant, BenefitVersion
from minghua.domain.loyalty.queries import preset_texts
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.operations import NewScore
from minghua.domain.tiering.types import Kind
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.integration.tiering.living import publish

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.fixture
def wang(company: Company) -> int:
    """A gold member whose birthday is today and whose mobile number is verified."""
    now = clock.now()
    today = local_date(now)
    publish(preset="jd_growth")
    new = NewCustomer(
        kind="person", name="王伟", mobile="13800138000", birthday=today - timedelta(days=365 * 30 + 7),
        owner_id=company.user_ids["east1"], team_id=company.east_shop,
    )  # fmt: skip
    with unit_of_work(SYSTEM, at=now):
        pk = customers.create_customer(new, by=SYSTEM, at=now)
        customers.edit_customer(pk, {"birthday": today.replace(year=1992, day=min(today.day, 28))}, base_version=None, by=SYSTEM, at=now)  # fmt: skip
        customers.verify_field(pk, "mobile", by=SYSTEM, at=now)
        line = NewScore(pk, "opening", now - timedelta(days=1), 12_000, Kind.OPENING, "gold")
        tiering.record_scores("jd_growth", [line], by=SYSTEM, at=now)
    return pk


def install(*presets: str) -> None:
    page = signed_in("manager")
    for preset in presets:
        form = text(page.get(f"/benefits/new?preset={preset}"))
        assert "可以发布" in form
        told = {"text": preset_texts()[preset], "from_on": "2014-09-18"}
        assert page.post("/benefits/new", told).status_code == 302


def test_p2_in_two_clicks_then_a_pack_is_taken_and_taken_back(wang):
    install("jd_birthday")
    assert BenefitVersion.objects.count() == 1
    assert "京东生日礼包" in text(signed_in("manager").get("/benefits"))
    page = signed_in("east1")
    sheet = text(page.get(f"/customers/{wang}/benefits"))
    assert ("生日礼包" in sheet, "领取" in sheet) == (True, True)
    told = {"scheme": "jd_birthday", "pack": "birthday_pack"}
    assert page.post(f"/customers/{wang}/packs", told).status_code == 302
    assert page.post(f"/customers/{wang}/packs", told).status_code == 302
    grant = BenefitGrant.objects.get()
    assert "金牌会员" in text(page.get(f"/benefits/grants/{grant.pk}"))
    assert "王伟" in text(page.get("/benefits/grants?state=current"))
    assert "有效" in text(page.get(f"/customers/{wang}"))
    assert page.post(f"/benefits/grants/{grant.pk}/revocation", {"reason": ""}).status_code == 422
    assert page.post(f"/benefits/grants/{grant.pk}/revocation", {"reason": "发错了"}).status_code == 302
    assert "发错了" in text(page.get(f"/benefits/grants/{grant.pk}"))
    assert page.post(f"/customers/{wang}/packs", told).status_code == 409


def test_the_list_leaves_as_a_file(wang):
    install("jd_birthday")
    signed_in("east1").post(f"/customers/{wang}/packs", {"scheme": "jd_birthday", "pack": "birthday_pack"})
    lines = text(signed_in("manager").get("/benefits/grants/export")).strip().splitlines()
    rows = [line for line in lines if "王伟" in line]
    assert (len(rows), "生日优惠券 × 1" in rows[0]) == (1, True)


def test_others_do_not_see_it(wang):
    install("jd_birthday")
    signed_in("east1").post(f"/customers/{wang}/packs", {"scheme": "jd_birthday", "pack": "birthday_pack"})
    grant = BenefitGrant.objects.get()
    page = signed_in("west1")
    assert page.get(f"/benefits/grants/{grant.pk}").status_code == 404
    assert page.get(f"/customers/{wang}/benefits").status_code == 404
    assert "王伟" not in text(page.get("/benefits/grants"))


def test_a_text_that_is_wrong_says_where(wang):
    page = signed_in("manager")
    answer = page.post(
        "/benefits/examination",
        {
            "text": "code: mine\nprogramme: jd_growth\npacks: [{code: p, occasion: {kind: month}, levels: [golden], items: [{code: c}]}]"
        },
    )
    assert ("第 3 行" in text(answer), "packs[0].levels" in text(answer)) == (True, True)
    assert page.post("/benefits/new", {"text": "code: Mine!"}).status_code == 422
    assert "还没有发布" in text(
        page.post(
            "/benefits/examination",
            {"text": "code: mine\nprogramme: other\nbenefits: [{code: tea, levels: {gold: true}}]"},
        )
    )


def test_level_by_benefit_and_the_example(wang):
    install("jd_benefits", "jd_exclusive")
    page = signed_in("manager")
    grid = text(page.get("/benefits/schemes/jd_benefits"))
    assert ("¥39.00" in grid, "钻石会员" in grid, "每月 4 次" in grid) == (True, True, True)
    assert "programme: jd_growth" in text(page.get("/benefits/new"))
    held = text(signed_in("east1").get(f"/customers/{wang}/benefits"))
    assert ("满额免运费" in held, "¥79.00" in held, "专享礼包" in held) == (True, True, True)
    assert page.post("/benefits/schemes/jd_benefits/closure").status_code == 302
    assert "满额免运费" not in text(signed_in("east1").get(f"/customers/{wang}/benefits"))
