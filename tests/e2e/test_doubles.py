"""Doubles in a real browser: the card while typing, the queue by keyboard, the merge and the way back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.house import House

PICTURES = os.environ.get("MINGHUA_PICTURES")


def picture(page: Page, name: str) -> None:
    """Keep a photograph when pictures are wanted."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(PICTURES) / f"doubles-{name}.png"), full_page=True)


def mine(page: Page) -> list[str]:
    """What is wrong inside the page itself; its frame is looked at by the walk over every page."""
    return [told for told in violations(page) if "/notices" not in told]


@pytest.mark.parametrize(("theme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_a_double_is_told_while_typing_and_merged_by_keyboard(
    server: House, open_page: Callable[..., Page], theme: str, size: str
) -> None:
    number = "15912340001" if size == "desktop" else "15912340002"
    page = open_page("/customers/new", language="zh-hans", theme=theme, size=size, expect_refusal=True)
    page.locator("[name=name]").fill("相似的甲")
    page.locator("[name=mobile]").fill(number)
    page.locator("[name=email]").fill("a@example.cn")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/customers/*")
    page.goto("/customers/new")
    page.locator("[name=name]").fill("相似的甲")
    page.locator("[name=mobile]").fill(number)
    page.locator("[name=wechat]").focus()
    expect(page.locator(".alike")).to_contain_text("已有 1 位相似客户")
    assert mine(page) == []
    picture(page, f"card-{theme}-{size}")
    page.get_by_role("button", name="仍然新建").click()
    page.wait_for_url("**/customers/*")
    server.command("--as", "minghua", "duplicates", "search")
    for _ in range(30):
        page.goto("/customers/pairs")
        if page.get_by_text("相似的甲").count():
            break
        page.wait_for_timeout(1000)
    page.locator(".pair-link", has_text="相似的甲").first.click()
    page.wait_for_url("**/customers/pairs?*")
    page.locator(".pair-why > summary").click()
    expect(page.locator(".pair-why")).to_contain_text("对可能性的影响")
    expect(page.locator(".pair-sum")).to_contain_text("可能性")
    picture(page, f"queue-{theme}-{size}")
    assert mine(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.keyboard.press("m")
    expect(page.locator("body")).to_contain_text("已合并")
    page.goto("/customers/merges")
    picture(page, f"merges-{theme}-{size}")
    assert mine(page) == []
    page.get_by_role("button", name="撤销合并").first.click()
    expect(page.locator("body")).to_contain_text("已撤销合并")
