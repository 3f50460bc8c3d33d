"""The stories of an administrator: somebody is hired and leaves, a role is narrowed, a number of the business changes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.test_every_page import take_picture

SECRET = "granary-of-the-west-9"


def sign_in(page: Page, username: str) -> None:
    """Fill in the login form."""
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(SECRET)
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def test_somebody_is_hired_signs_in_leaves_and_is_out_at_once(open_page: Callable[..., Page]) -> None:
    boss = open_page("/settings/people", expect_refusal=True)
    boss.keyboard.press("n")
    boss.get_by_label("用户名").fill("qian.duo")
    boss.get_by_label("姓名").fill("钱多")
    boss.get_by_label("部门").select_option(index=1)
    boss.get_by_role("checkbox", name="销售").check()
    boss.get_by_role("button", name="创建账号").click()
    link = boss.get_by_label("登录链接").input_value()
    assert violations(boss) == []

    clerk = open_page(link, user=None, size="phone", expect_refusal=True)
    take_picture(clerk, "settings", "join")
    clerk.locator("#f-password").fill("short")
    clerk.get_by_label("再输一遍").fill("short")
    clerk.get_by_role("button", name="保存密码").click()
    expect(clerk.locator("#f-password-error")).to_be_visible()
    assert violations(clerk) == []
    clerk.locator("#f-password").fill(SECRET)
    clerk.get_by_label("再输一遍").fill(SECRET)
    clerk.get_by_role("button", name="保存密码").click()
    clerk.get_by_role("link", name="去登录").click()
    sign_in(clerk, "qian.duo")
    clerk.goto("/customers")
    expect(clerk.get_by_role("heading", level=1)).to_be_visible()

    boss.get_by_role("button", name="停用").first.click()
    boss.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(boss.get_by_text("已停用，所有登录已退出。")).to_be_visible()
    clerk.goto("/customers")
    expect(clerk.locator("input[name=login]")).to_be_visible()


def test_a_number_of_the_business_changes_from_a_day_on(open_page: Callable[..., Page]) -> None:
    page = open_page("/settings/parameters")
    page.get_by_role("link", name="流失窗口").click()
    page.get_by_label("新值").fill("210")
    page.get_by_label("生效日").fill("2090-01-01")
    page.get_by_label("原因").fill("试行新口径")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("row", name="v1 待生效")).to_contain_text("210 天")


def test_the_audit_record_is_checked_and_read_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("/settings/audit", size="phone", theme="dark")
    page.get_by_role("button", name="核对链条").click()
    expect(page.get_by_text("链条完整")).to_be_visible()
    page.get_by_label("事项").select_option("user")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("员工")
