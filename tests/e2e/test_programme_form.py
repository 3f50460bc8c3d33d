"""A membership programme is written by form: only what its measure needs is there, rows come and go, the draft is kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations

BOSS = "minghua"
NEEDS = {
    "growth": [],
    "rolling_days": ["measure-days"],
    "rolling_months": ["measure-months"],
    "natural_months": [],
    "calendar_sum": ["measure-unit"],
    "monthly_average": ["measure-gaps"],
}


def shown(page: Page) -> list[str]:
    """The parameters of the measure that can be seen."""
    found = page.locator("#measure :is(input, select)[name^=measure-]:visible")
    return [name for field in found.all() if (name := field.get_attribute("name") or "") != "measure-kind"]


def keep_then_open(page: Page, where: str) -> None:
    """Keep what was written as the draft, and open it again as text or form."""
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url("**/tiers/club_*/simulation")
    page.goto(page.url.replace("/simulation", where))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_programme_is_written_by_form(open_page, size: str) -> None:
    page = open_page("/tiers/new-programme/form", user=BOSS, size=size)
    for kind, needs in NEEDS.items():
        page.locator("#f-measure-kind").select_option(kind)
        assert (kind, shown(page)) == (kind, needs)
    page.locator("#f-measure-kind").select_option("growth")
    expect(page.locator("#f-l-1-deduct")).to_be_hidden()
    page.locator("#f-at_expiry").select_option("deduct")
    expect(page.locator("#f-l-1-deduct")).to_be_visible()
    page.locator("#f-code").fill(f"club_{size}")
    page.locator("#levels").get_by_role("button", name="下面加一级").nth(1).click()
    expect(page.locator("#f-l-2-code")).to_have_value("level")
    page.locator("#f-l-2-from").fill("900")
    expect(page.locator("#programme-examined")).to_contain_text("区间重叠")
    page.locator("#f-l-2-from").fill("3000")
    expect(page.locator("#programme-examined")).to_contain_text("写得对，共 4 级")
    assert violations(page) == []
    keep_then_open(page, "/draft")
    text = page.locator("#f-text")
    written = text.input_value() + "upgrade: immediate  # as it would be anyway\n"
    text.fill(written)
    keep_then_open(page, "/draft/form")
    keep_then_open(page, "/draft")
    expect(text).to_have_value(written)
