"""A field is made, filled in where it stands, filtered by, brought in by a file, and found in the history."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.house import House

BOSS = "minghua"
expect.set_options(timeout=20_000)


def faults(page: Page) -> list[str]:
    """What is wrong with the page itself; the bell in the frame has its own tests."""
    return [fault for fault in violations(page) if "bell" not in fault]


def test_a_field_lives_from_its_making_to_its_history(open_page, server: House, tmp_path) -> None:
    page = open_page("/settings/fields", user=BOSS)
    page.keyboard.press("n")
    page.get_by_role("link", name="单选").click()
    page.get_by_label("中文名称").fill("爱吃的米")
    page.get_by_label("英文名称").fill("Favourite rice")
    page.get_by_label("选项，一行一个").fill("香米 | Fragrant\n糙米 | Brown")
    page.get_by_role("button", name="建立字段").click()
    expect(page.get_by_text("字段已建立，立即可用。")).to_be_visible()
    assert faults(page) == []

    number = server.command("--as", BOSS, "--json", "customer", "create", "欧阳青稞", "--set", "city=长沙")
    customer_id = "".join(c for c in number.split('"id":')[1].split(",")[0] if c.isdigit())
    page.goto(f"/customers/{customer_id}/archive")
    box = page.locator(f"#v-{customer_id}-archive-x_favourite_rice")
    box.locator("button").first.click()
    page.locator(f"#v-{customer_id}-archive-x_favourite_rice-input").select_option("fragrant")
    expect(box).to_contain_text("香米")
    assert faults(page) == []

    page.goto("/customers?archive_x_favourite_rice=fragrant&columns=name,archive_x_favourite_rice")
    expect(page.locator("tbody")).to_contain_text("欧阳青稞")
    expect(page.locator("tbody")).to_contain_text("香米")

    file = tmp_path / "rice.csv"
    file.write_text("姓名,手机,爱吃的米\n单雨荷,13911112222,糙米\n", encoding="utf-8")
    server.command("--as", BOSS, "import", "customers", str(file))
    page.goto("/customers?archive_x_favourite_rice=brown&columns=name,archive_x_favourite_rice")
    expect(page.locator("tbody")).to_contain_text("单雨荷")

    page.goto(f"/customers/{customer_id}/changes")
    expect(page.locator("main")).to_contain_text("爱吃的米")
    expect(page.locator("main")).to_contain_text("香米")


@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [("desktop", "light", "zh-hans"), ("phone", "dark", "zh-hans"), ("desktop", "dark", "en")],
)
def test_the_pages_of_shape_are_sound(open_page, size: str, theme: str, language: str) -> None:
    pictures = os.environ.get("MINGHUA_PICTURES")
    places = ("fields", "fields/new", "fields/new?type=decimal", "layouts", "layouts/person", "templates/micro", "tags")
    for place in places:
        page = open_page(f"/settings/{place}", user=BOSS, size=size, theme=theme, language=language)
        assert faults(page) == []
        if pictures:
            name = place.replace("/", "-").replace("?", "-").replace("=", "-")
            page.screenshot(path=str(Path(pictures) / f"shape-{name}-{size}-{theme}-{language}.png"), full_page=True)


def test_a_layout_is_arranged_by_keys(open_page) -> None:
    page = open_page("/settings/layouts/organization", user=BOSS)
    second = page.locator("[data-item]").nth(2)
    name = second.get_attribute("data-name")
    second.locator("[data-grip]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-item]").nth(1)).to_have_attribute("data-name", name)
    page.get_by_role("button", name="保存版式").click()
    expect(page.get_by_text("版式已保存，立即生效。")).to_be_visible()
    expect(page.locator("[data-item]").nth(1)).to_have_attribute("data-name", name)
