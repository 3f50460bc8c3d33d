"""A salesperson's day and trade in a real browser: promises kept and taken back, orders typed in, goods returned."""

import re

import pytest
from playwright.sync_api import expect

SELLER = "zhao.min"
expect.set_options(timeout=20_000)


@pytest.fixture
def day(open_page):
    page = open_page("/today", user=SELLER)
    expect(page.locator("#day")).to_be_visible()
    return page


def _plan(page, text: str) -> None:
    """Plan a step for the first customer nobody has promised anything."""
    page.get_by_role("button", name=re.compile("安排下一步")).first.click()
    page.locator("#panel input[name=text]").fill(text)
    page.locator("#panel button[type=submit]").click()
    expect(page.locator(".todo-text", has_text=text)).to_be_attached()
    folded = page.locator(".todo-rest:not([open]) > summary")
    while folded.count():
        folded.first.click()
    expect(page.locator(".todo-text", has_text=text)).to_be_visible()


def test_step_is_planned_done_and_undone(day):
    _plan(day, "送两袋新米")
    row = day.locator(".todo", has=day.locator(".todo-text", has_text="送两袋新米"))
    row.locator(".todo-check").click()
    expect(day.locator(".todo-done", has_text="送两袋新米")).to_be_visible()
    day.locator(".toast").get_by_role("button", name="撤销").click()
    expect(day.locator(".todo-done", has_text="送两袋新米")).to_have_count(0)
    expect(day.locator(".todo:not(.todo-done)", has_text="送两袋新米")).to_be_visible()


def test_step_is_postponed_and_put_back(day):
    _plan(day, "问油还剩多少")
    late = day.locator(".todo", has_text="问油还剩多少")
    before = late.locator("time").get_attribute("datetime")
    late.locator("summary").click()
    late.get_by_role("button", name=re.compile("7 天后")).click()
    expect(late.locator("time")).not_to_have_attribute("datetime", before)
    day.locator(".toast", has_text="已推迟").get_by_role("button", name="撤销").click()
    expect(late.locator("time")).to_have_attribute("datetime", before)


def test_refused_plan_keeps_what_was_typed(open_page):
    page = open_page("/today", user=SELLER, expect_refusal=True)
    page.get_by_role("button", name=re.compile("安排下一步")).first.click()
    page.locator("#panel input[name=text]").fill(" ")
    page.locator("#panel button[type=submit]").click()
    expect(page.locator("#panel .field-error")).to_be_visible()


def test_order_is_typed_with_suggestions_and_goods_come_back(open_page):
    page = open_page("/orders/new")
    page.locator("input[name=customer]").press_sequentially("wang")
    expect(page.locator("#customer-choices option").first).to_be_attached()
    page.locator("input[name=customer]").fill(page.locator("#customer-choices option").first.get_attribute("value"))
    product = page.locator("input[name=product]").first
    product.press_sequentially("dami")
    expect(page.locator("#product-choices option").first).to_be_attached()
    product.fill(page.locator("#product-choices option").first.get_attribute("value"))
    page.locator("input[name=quantity]").first.fill("2")
    page.get_by_role("button", name="再加一行").click()
    expect(page.locator("input[name=product]")).to_have_count(4)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/orders/\d+$"))
    page.get_by_role("link", name="登记退货").click()
    page.locator("input[name^=back-]").first.fill("1")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/returns/\d+$"))
    expect(page.locator(".badge", has_text="人工关联").first).to_be_attached()


def test_order_list_opens_a_panel_and_finds_by_pinyin(open_page):
    page = open_page("/orders")
    total = page.locator("#list-count").inner_text()
    page.locator("tr[data-row] td").nth(2).click()
    expect(page.locator("#panel h2")).to_contain_text("订单")
    page.locator(".search-box input").press_sequentially("wang")
    expect(page.locator("#list-count")).not_to_have_text(total)
