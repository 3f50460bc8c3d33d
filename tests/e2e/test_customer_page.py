"""A salesperson knows a customer: sees it whole, corrects it in place, logs a call, relates, shares, prints."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations


def open_first(open_page, query: str, **options: str) -> Page:
    page = open_page(f"/customers?{query}", **options)
    page.locator("tr[data-row] .cell-main").first.evaluate("link => location.href = link.href")
    expect(page.locator(".customer-head h1")).to_be_visible()
    return page


@pytest.fixture
def household(open_page) -> Page:
    return open_first(open_page, "kind=household&order_count.gte=5")


def test_a_field_is_corrected_where_it_stands(household: Page) -> None:
    value = household.locator("[id$=-district]")
    value.locator("button").click()
    field = value.locator("input[name=value]")
    expect(field).to_be_focused()
    field.fill("蜀山区")
    field.press("Enter")
    expect(household.locator("[id$=-district] .inline-show")).to_contain_text("蜀山区")
    household.get_by_role("link", name="变更记录").first.click()
    first = household.locator("#changes tbody tr").first
    expect(first).to_contain_text("区县")
    expect(first).to_contain_text("蜀山区")


def test_a_wrong_number_is_refused_in_place_and_escape_gives_up(open_page) -> None:
    page = open_first(open_page, "kind=person&order_count.gte=1", expect_refusal=True)
    value = page.locator("[id$=-mobile]").first
    before = value.inner_text()
    value.locator("button").click()
    page.locator("[id$=-mobile] input[name=value]").fill("123")
    page.keyboard.press("Enter")
    expect(page.locator("[id$=-mobile] [role=alert]")).to_contain_text("不是可能存在的电话号码")
    expect(page.locator("[id$=-mobile] input[name=value]")).to_have_value("123")
    page.keyboard.press("Escape")
    expect(page.locator("[id$=-mobile] .inline-show")).to_be_visible()
    assert page.locator("[id$=-mobile]").first.inner_text() == before


def test_a_call_is_logged_and_stands_on_top_of_the_timeline(household: Page) -> None:
    household.locator("#composer input[name=subject]").fill("问了下月用量")
    household.locator("#composer input[name=next_text]").fill("送二十斤")
    household.locator("#composer input[name=next_on]").fill("2027-03-01")
    household.locator("#composer button[type=submit]").click()
    expect(household.locator("#toasts")).to_contain_text("已记录")
    expect(household.locator("#thread .entry-title").filter(has_text="问了下月用量").first).to_be_visible()
    expect(household.locator("#panel-steps")).to_contain_text("送二十斤")
    expect(household.locator("#key-last")).to_contain_text("今天")
    household.get_by_role("button", name="完成：送二十斤").click()
    expect(household.locator("#panel-steps")).not_to_contain_text("送二十斤")


def test_the_timeline_is_filtered_and_goes_on(household: Page) -> None:
    household.locator(".story-kinds a", has_text="交易").click()
    expect(household.locator("#thread .entry-title").first).to_have_text(re.compile("订单|送货|退货|调整"))
    household.locator(".story-kinds a", has_text="全部").click()
    expect(household.locator("#thread")).to_contain_text("年")


def test_tags_are_put_on_and_taken_off(household: Page) -> None:
    household.locator("#tag-name").fill("爱吃糙米")
    household.locator("#panel-tags button[type=submit]").click()
    expect(household.locator("#panel-tags .tag", has_text="爱吃糙米")).to_be_visible()
    household.get_by_role("button", name="移除标签：爱吃糙米").click()
    expect(household.locator("#panel-tags .tag", has_text="爱吃糙米")).to_have_count(0)


def test_a_relation_is_found_by_pinyin_and_made(household: Page) -> None:
    household.locator("#panel-ties summary").click()
    household.locator("#tie-search").press_sequentially("wang")
    expect(household.locator("#tie-choices input[type=radio]").first).to_be_checked()
    household.locator("#tie-kind").select_option("friend")
    household.locator("#panel-ties form button[type=submit]").click()
    expect(household.locator("#panel-ties .side-list")).to_contain_text("朋友")


def test_a_customer_is_shared_in_a_dialog(household: Page) -> None:
    household.locator(".customer-acts details.menu summary").click()
    household.get_by_role("button", name="共享给同事").click()
    household.locator("#share-with").select_option(index=1)
    household.locator("#share button[type=submit]").click()
    expect(household.locator("#panel-hands")).to_contain_text("只读")


def test_the_reason_of_the_status_is_one_click_away(household: Page) -> None:
    household.locator(".customer-head details.why summary").click()
    expect(household.locator(".customer-head .why-box")).to_contain_text("R01.2")


def test_arrows_walk_the_list_one_came_from(open_page) -> None:
    page = open_first(open_page, "kind=organization&sort=name")
    first = page.locator(".customer-head h1").inner_text()
    page.locator("a[rel=next]").click()
    expect(page.locator(".customer-head h1")).not_to_have_text(first)
    page.locator("a[rel=prev]").click()
    expect(page.locator(".customer-head h1")).to_have_text(first)


def test_a_new_household_is_kept(open_page) -> None:
    page = open_page("/customers/new?kind=household", user="zhao.min")
    page.locator("#f-name").fill("测试之家")
    page.locator("#f-family_size").fill("4")
    page.locator("form.customer-form button[type=submit]").click()
    expect(page.locator(".customer-head h1")).to_contain_text("测试之家")
    page.get_by_role("link", name="档案", exact=True).click()
    expect(page.locator(".archive-score")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["", "/archive", "/changes"])
def test_axe_objects_to_nothing(open_page, theme: str, tab: str) -> None:
    page = open_first(open_page, "kind=household&order_count.gte=5", theme=theme)
    page.goto(page.url.split("?")[0] + tab)
    assert violations(page) == []
