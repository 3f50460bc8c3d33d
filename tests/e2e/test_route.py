"""Minghua at the door with a phone: asks three questions, finds the household on the route, taps once, taps back."""

import re

import pytest
from playwright.sync_api import Page, expect


def survey(page: Page, name: str, *, people: str = "4", level: str = "8") -> int:
    """Fill in the questionnaire and return the jar's id."""
    page.goto("/jars/new")
    page.locator("#f-people").fill(people)
    page.locator("#f-level").fill(level)
    page.locator("#f-name").fill(name)
    page.locator("#f-area").fill("测试片")
    page.get_by_role("button", name="登记这一户").click()
    page.wait_for_url(re.compile(r"/jars/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


def stop(page: Page, name: str):
    return page.locator("article.stop", has_text=name)


def bring_less_and_more(page: Page) -> None:
    page.get_by_role("button", name="增加：家里几口人吃饭").click()
    expect(page.locator("#f-people")).to_have_value("5")
    page.get_by_role("button", name="减少：家里几口人吃饭").click()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_three_questions_are_answered_at_once(open_page, size):
    page = open_page("/jars/new", user="zhao.min", size=size)
    bring_less_and_more(page)
    page.locator("#f-capacity").fill("60")
    expect(page.locator("#survey-preview")).to_contain_text("够吃 7.5 天")
    page.locator("#f-people").fill("0")
    expect(page.locator("#survey-preview")).to_contain_text("还不知道每天吃多少")


def test_one_tap_delivers_and_one_tap_takes_back(open_page):
    page = open_page("/route", user="zhao.min", size="phone")
    survey(page, "试家甲")
    page.goto("/route")
    home = stop(page, "试家甲")
    expect(home.locator(".stop-bring")).to_contain_text(re.compile(r"带\s*\d+\s*袋.*倒满约 52 碗"))
    home.get_by_role("button", name="送了 52 碗").click()
    expect(page.locator("#toasts")).to_contain_text("已记送货，并登记订单 R")
    expect(page.locator("#toasts a", has_text="看订单")).to_be_visible()
    expect(home).to_have_count(0)
    expect(page.locator("#route-body")).to_contain_text("送了 52 碗")
    page.locator("#toasts").get_by_role("button", name="撤销").click()
    expect(stop(page, "试家甲")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("也已取消")


def test_another_amount_and_what_was_left_teach_the_jar(open_page):
    page = open_page("/route", user="zhao.min", size="phone")
    jar = survey(page, "试家乙")
    page.goto("/route")
    home = stop(page, "试家乙")
    home.get_by_text("改数量、改天、这次不要").click()
    home.get_by_label("实际送了", exact=False).first.fill("50")
    home.get_by_label("送之前还剩").fill("10")
    home.get_by_role("button", name="记送货").click()
    expect(home).to_have_count(0)
    page.goto(f"/jars/{jar}")
    expect(page.locator("main")).to_contain_text("60 / 60 碗")
    expect(page.locator("#deliveries")).to_contain_text("同日再送，不计")


def test_nobody_home_and_another_day_leave_the_route(open_page):
    page = open_page("/route", user="zhao.min", size="phone")
    survey(page, "试家丙")
    survey(page, "试家丁")
    page.goto("/route")
    stop(page, "试家丙").get_by_role("button", name="没人").click()
    expect(stop(page, "试家丙")).to_have_count(0)
    later = stop(page, "试家丁")
    later.get_by_text("改数量、改天、这次不要").click()
    later.get_by_role("button", name="改天再来").click()
    expect(stop(page, "试家丁")).to_have_count(0)
    page.get_by_role("link", name="明天").click()
    expect(stop(page, "试家丙")).to_be_visible()
    expect(stop(page, "试家丁")).to_be_visible()


def test_days_away_change_the_day_to_go(open_page):
    page = open_page("/route", user="zhao.min")
    survey(page, "试家戊", level="60")
    page.get_by_role("button", name="添加外出").click()
    dialog = page.locator("dialog#jar-away")
    dialog.get_by_label("备注").fill("回老家")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("#toasts")).to_contain_text("日子重新算过了")
    expect(page.locator("main")).to_contain_text("回老家")


def test_the_curve_is_drawn_and_stands_in_a_table(open_page):
    page = open_page("/route", user="zhao.min")
    survey(page, "试家己", level="60")
    expect(page.locator("[data-chart-canvas] svg").first).to_be_visible()
    page.get_by_text("查看数据").first.click()
    expect(page.locator(".chart-data table").first).to_be_visible()


@pytest.mark.parametrize("path", ["/route", "/refills", "/demand", "/jars/new", "/route/sheet"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nothing_overflows_sideways(open_page, path, size):
    page = open_page(path, user="wang.fang", size=size)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_calendar_and_plan_open_from_the_route(open_page):
    page = open_page("/refills", user="wang.fang", language="en")
    expect(page.get_by_role("heading", name="Refill calendar")).to_be_visible()
    page.goto("/demand?days=28")
    expect(page.get_by_role("heading", name="Demand plan")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Purchase list").click()
    assert download.value.suggested_filename.startswith("purchase-")
