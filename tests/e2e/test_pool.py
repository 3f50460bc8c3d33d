"""A salesperson takes a customer from the pool and gives it back; a manager keeps the rules."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations


def test_claim_and_return(open_page) -> None:
    page = open_page("/pool", user="zhao.min")
    button = page.locator("#pool-table button", has_text="领取").first
    name = re.sub("^领取 ", "", button.get_attribute("aria-label") or "")
    button.click()
    expect(page.locator("#toasts")).to_contain_text("已领取")
    page.locator("#toasts a", has_text="查看").click()
    expect(page.locator(".customer-head h1")).to_contain_text(name)
    expect(page.locator(".customer-keys")).to_contain_text("赵敏")
    page.locator(".customer-acts details.menu summary").click()
    page.get_by_role("button", name="退回公海").click()
    page.locator("#return select[name=reason]").select_option("cannot_reach")
    page.locator("#return button[type=submit]").click()
    expect(page.locator(".customer-keys")).to_contain_text("公海")
    expect(page.locator("#panel-hands")).to_contain_text("负责人历史 0")  # who had it is told after the next claim


def test_a_manager_changes_the_rules(open_page) -> None:
    page = open_page("/settings/pools", user="wang.fang")
    page.locator("input[name=hold_days]").first.fill("0")
    page.locator("input[name=daily_limit]").first.fill("33")
    page.locator("form.form button[type=submit]").first.click()
    expect(page.locator("input[name=daily_limit]").first).to_have_value("33")


@pytest.mark.parametrize("address", ["/pool", "/settings/pools"])
@pytest.mark.parametrize(("theme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_axe_objects_to_nothing(open_page, address: str, theme: str, size: str) -> None:
    page = open_page(address, theme=theme, size=size)
    assert violations(page) == []
