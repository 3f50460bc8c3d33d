"""The kit, the board and what opens over pages are free of axe's objections, light and dark."""

import pytest

from tests.e2e.axe import violations


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", ["/design", "/customers?board=status"])
def test_page_is_accessible(open_page, path, theme, size):
    page = open_page(path, theme=theme, size=size)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_open_overlays_are_accessible(open_page):
    page = open_page("/customers")
    page.locator("tr[data-row]").first.click(position={"x": 620, "y": 12})
    page.locator("#panel h2").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    assert violations(page) == []
