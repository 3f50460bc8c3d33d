"""A shop is imported in a real browser: upload, mapping, preview, check, live progress, result, undo."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import imports_shop
from tests.e2e.axe import violations

BOSS = "minghua"
PATIENCE = 90_000
expect.set_options(timeout=20_000)


def _sound(page: Page) -> None:
    """The page has no fault of accessibility."""
    assert violations(page) == []


@pytest.mark.parametrize(("language", "size"), [("zh-hans", "desktop"), ("en", "phone")])
def test_a_shop_goes_through_the_wizard(open_page, tmp_path, language: str, size: str) -> None:
    file = tmp_path / f"shop-{size}.csv"
    file.write_bytes(imports_shop.spoiled(imports_shop.made(80, seed=len(size)), share=0.02)[0].csv)
    page = open_page("/imports/new", user=BOSS, language=language, size=size)
    _sound(page)
    page.locator("input[name=file]").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.locator("select[name=column-0]")).to_have_value("number")
    _sound(page)
    page.locator("input[name=source]").fill(f"shop-{size}")
    page.locator("form[action$='/mapping'] button[type=submit]").first.click()
    expect(page.locator("form[action$='/check'] button")).to_be_visible()
    _sound(page)
    page.locator("form[action$='/check'] button").click()
    expect(page.locator("form[action$='/start'] button")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#problem-table-rows tr").first).to_be_visible()
    _sound(page)
    page.locator("form[action$='/start'] button").click()
    expect(page.locator("[data-dialog=undo]")).to_be_visible(timeout=PATIENCE)
    _sound(page)
    page.locator("[data-dialog=undo]").click()
    page.locator("#undo button[type=submit]").click()
    expect(page.locator("[data-dialog=undo]")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text(re.compile("shop"))


def test_a_field_is_found_by_typing(open_page, tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("姓名,联系微信,说明\n欧阳念慈,wx1,老客户\n", encoding="utf-8")
    page = open_page("/imports/new?target=customers", user=BOSS)
    page.locator("input[name=target][value=customers]").check()
    page.locator("input[name=file]").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").click()
    menu = page.locator("select[name=column-1]")
    assert menu.locator("optgroup").first.get_attribute("label") == "建议的字段"
    assert menu.locator("optgroup").first.locator("option").first.inner_text() == "微信号"
    picker = page.locator("tr", has=menu).locator("[data-picker-filter]")
    picker.fill("城市")
    expect(menu).to_have_value("city")
    picker.press("Enter")
    expect(menu).to_be_focused()
    picker.fill("")
    expect(menu).to_have_value("")
    _sound(page)
