"""A salesperson works the list: filters, saves a view, edits a cell, acts on many and takes it back, walks by keys."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def customers(open_page):
    page = open_page("/customers")
    expect(page.locator("tr[data-row]").first).to_be_visible()
    return page


def _first_name(page) -> str:
    return page.locator("tr[data-row] .cell-main").first.inner_text()


def test_rows_load_as_one_scrolls(customers):
    before = customers.locator("tr[data-row]").count()
    assert before == 50
    customers.locator(".more-row").scroll_into_view_if_needed()
    expect(customers.locator("tr[data-row]").nth(50)).to_be_attached()


def test_condition_is_built_becomes_a_chip_and_is_removed(customers):
    total = customers.locator("#list-count").inner_text()
    customers.locator("summary", has_text="添加条件").click()
    customers.locator("#condition-field").select_option("status")
    expect(customers.locator("#condition-value")).to_be_visible()
    customers.locator("#condition-value").select_option("repeat")
    customers.locator(".filter-form button[type=submit]").click()
    expect(customers.locator(".chip")).to_have_text("客户状态 是 重复购买")
    assert customers.locator("#list-count").inner_text() != total
    customers.locator(".chip-x").click()
    expect(customers.locator(".chip")).to_have_count(0)
    assert customers.locator("#list-count").inner_text() == total


def test_list_is_searched_by_pinyin_while_typing(customers):
    customers.locator(".search-box input").press_sequentially("wang")
    expect(customers.locator("#list-count")).not_to_have_text(re.compile("共 12[0-9] 位"))
    assert "q=wang" in customers.url or customers.wait_for_url("**q=wang**") is None
    names = customers.locator("tr[data-row] .cell-main").all_inner_texts()
    assert names != []
    assert [name for name in names if not re.search("[王汪]", name)] == []


def test_view_is_saved_and_deleted(customers):
    customers.goto("/customers?status=repeat&sort=-net_minor")
    customers.get_by_role("button", name="另存为视图").click()
    customers.locator("#f-name").fill("回头客")
    customers.locator("#save-view button[type=submit]").click()
    tab = customers.locator(".view-tabs a[aria-current=page]")
    expect(tab).to_contain_text("回头客")
    expect(customers.locator(".chip")).to_have_text("客户状态 是 重复购买")
    customers.get_by_role("button", name="删除视图").click()
    customers.locator("#delete-view button[type=submit]").click()
    expect(customers.locator(".view-tabs")).not_to_contain_text("回头客")


def test_view_keeps_what_was_typed(customers):
    customers.locator(".search-box input").press_sequentially("wang")
    customers.wait_for_url("**q=wang**")
    count = customers.locator("#list-count").inner_text()
    customers.get_by_role("button", name="另存为视图").click()
    customers.locator("#f-name").fill("姓王的")
    customers.locator("#save-view button[type=submit]").click()
    expect(customers.locator(".view-tabs a[aria-current=page]")).to_contain_text("姓王的")
    expect(customers.locator(".search-box input")).to_have_value("wang")
    expect(customers.locator("#list-count")).to_have_text(count)
    customers.get_by_role("button", name="删除视图").click()
    customers.locator("#delete-view button[type=submit]").click()


def test_an_alternative_is_built_with_the_keyboard(customers):
    customers.goto("/customers?status=repeat")
    repeat = int(re.sub(r"\D", "", customers.locator("#list-count").inner_text()))
    customers.locator("summary", has_text="添加条件").focus()
    customers.keyboard.press("Enter")
    customers.locator("#condition-into").select_option("0")
    customers.locator("#condition-field").select_option("status")
    expect(customers.locator("#condition-value")).to_be_visible()
    expect(customers.locator("#condition-into")).to_have_value("0")
    customers.locator("#condition-value").select_option("lost")
    customers.locator(".filter-form button[type=submit]").press("Enter")
    expect(customers.locator(".chip-any .chip")).to_have_text(["客户状态 是 重复购买", "客户状态 是 流失客户"])
    assert int(re.sub(r"\D", "", customers.locator("#list-count").inner_text())) > repeat
    customers.locator(".chip-x").nth(1).click()
    expect(customers.locator(".chip")).to_have_text("客户状态 是 重复购买")


def test_the_filter_builder_stays_within_the_window(customers):
    customers.goto(
        '/customers?own=1&filter={"all":[{"any":[["status","is","lost"],["status","is","dormant"]]},["city","not_empty"]]}'
    )
    customers.set_viewport_size({"width": 1280, "height": 800})
    customers.locator("summary", has_text="添加条件").click()
    expect(customers.locator("#condition-field")).to_be_visible()
    box = customers.locator("#filter-editor").bounding_box()
    assert box["x"] + box["width"] <= 1280


def test_everybody_the_filter_keeps_is_tagged_and_untagged(customers):
    total = re.sub(r"\D", "", customers.locator("#list-count").inner_text())
    customers.locator("[data-check-all]").check()
    expect(customers.locator("[data-bulk-count]")).to_have_text("50")
    customers.locator("[data-bulk-everyone]").click()
    expect(customers.locator("[data-bulk-count]")).to_have_text(total)
    customers.locator("#bulk summary", has_text="打标签").click()
    customers.locator("#bulk input[name=tag]").fill("全部回访")
    customers.locator("#bulk button", has_text="打上").click()
    expect(customers.locator(".toast")).to_contain_text(f"已给 {total} 位客户打上「全部回访」")
    customers.locator(".toast button", has_text="撤销").click()
    expect(customers.locator(".toast:visible")).to_have_count(1)
    expect(customers.locator(".toast:visible")).to_contain_text(f"恢复 {total} 位客户")
    expect(customers.locator("[data-check]:checked")).to_have_count(0)


def test_cell_is_edited_in_place(customers):
    cell = customers.locator("tr[data-row]").first.locator("[id$=-city]")
    cell.locator("button").click()
    cell = customers.locator("tr[data-row]").first.locator("form[data-inline]")
    cell.locator("input[name=value]").fill("芜湖市")
    cell.locator("input[name=value]").press("Enter")
    expect(customers.locator("tr[data-row]").first.locator("[id$=-city]")).to_contain_text("芜湖市")


def test_refused_value_stays_in_the_cell_with_the_reason(open_page):
    page = open_page("/customers", expect_refusal=True)
    row = page.locator("tr[data-row]").first
    row.locator("[id$=-mobile] button").click()
    row.locator("form[data-inline] input[name=value]").fill("138")
    row.locator("form[data-inline] input[name=value]").press("Enter")
    expect(row.locator(".field-error")).to_be_visible()
    expect(row.locator("form[data-inline] input[name=value]")).to_have_value("138")
    row.locator("form[data-inline] input[name=value]").press("Escape")
    expect(row.locator("form[data-inline]")).to_have_count(0)


def test_many_are_assigned_and_given_back(customers):
    boxes = customers.locator("[data-check]")
    owners = customers.locator("tr[data-row] .person").all_inner_texts()[:2]
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(customers.locator("[data-bulk-count]")).to_have_text("2")
    customers.locator("#bulk summary", has_text="分配").click()
    customers.locator("#bulk .menu-item", has_text="陈磊").click()
    expect(customers.locator(".toast")).to_contain_text("位客户分配给陈磊")
    customers.locator(".toast button", has_text="撤销").click()
    expect(customers.locator(".toast", has_text="已撤销")).to_be_visible()
    customers.goto("/customers")
    assert customers.locator("tr[data-row] .person").all_inner_texts() != []
    assert owners != []


def test_keys_walk_choose_and_open(customers):
    customers.keyboard.press("j")
    customers.keyboard.press("j")
    expect(customers.locator("tr[data-row]").nth(1)).to_have_class(re.compile("is-active"))
    customers.keyboard.press("x")
    expect(customers.locator("[data-bulk-count]")).to_have_text("1")
    customers.keyboard.press("Enter")
    name = customers.locator("tr[data-row] .cell-main").nth(1).inner_text()
    expect(customers.locator("#panel h2")).to_have_text(name)
    customers.keyboard.press("k")
    expect(customers.locator("#panel h2")).to_have_text(_first_name(customers))
    customers.keyboard.press("Escape")
    expect(customers.locator("#panel h2")).to_have_count(0)
    customers.keyboard.press("?")
    expect(customers.locator("#shortcuts")).to_be_visible()


def test_card_is_moved_by_keyboard_and_put_back(open_page):
    page = open_page("/customers?board=value_class")
    card = page.locator("[data-card]").first
    name = card.locator(".board-card-head a").inner_text()
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text(name)
    expect(page.locator("[data-column]").first).to_contain_text(name)
    page.locator(".toast button", has_text="撤销").click()
    expect(page.locator("[data-column]").first).not_to_contain_text(name)


def test_card_is_dragged_to_another_column(open_page):
    page = open_page("/customers?board=value_class")
    card = page.locator("[data-card]").first
    name = card.locator(".board-card-head a").inner_text()
    card.drag_to(page.locator("[data-column]").first)
    expect(page.locator("[data-column]").first).to_contain_text(name)
    expect(page.locator(".toast")).to_contain_text(name)
    page.reload()
    expect(page.locator("[data-column]").first).to_contain_text(name)


def test_chosen_customers_are_handed_out_as_a_file(customers):
    customers.locator("[data-check]").nth(0).check()
    with customers.expect_download() as arriving:
        customers.locator("#bulk [data-native]").click()
    lines = arriving.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [len(lines), lines[-1].startswith("※ 明华导出")] == [3, True]  # header, customer, mark


def test_palette_finds_people_by_pinyin_and_pages_by_prefix(customers):
    customers.keyboard.press("Control+k")
    customers.keyboard.type("@wang")
    expect(customers.locator("#palette [role=option]").first).to_contain_text(re.compile("[王汪]"))
    customers.locator("#palette input").fill("/设置")
    expect(customers.locator("#palette [role=option]").first).to_contain_text("设置")


def test_english_speaks_english(open_page):
    page = open_page("/customers", language="en")
    shell = page.locator(".sidebar, .topbar, .page-head, .view-tabs, .filter-bar, thead").all_inner_texts()
    assert re.findall("[\u4e00-\u9fff]+", "".join(shell).replace("明华", "").replace("中", "").replace("文", "")) == []
