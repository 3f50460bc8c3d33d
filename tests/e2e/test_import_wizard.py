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
