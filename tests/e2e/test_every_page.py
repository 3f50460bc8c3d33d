"""Every page, in Chinese and English, by day and by night, on a desk and in the hand: whole, quiet and accessible."""

import os
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.addresses import BEFORE_LOGIN, Address, addresses
from tests.e2e.axe import violations
from tests.e2e.house import House

REFUSED = {"/no-such-page": 404}
PICTURES = os.environ.get("MINGHUA_PICTURES")
EVERY = list(product(("zh-hans", "en"), ("light", "dark"), ("desktop", "phone")))
PAIRWISE = [EVERY[0], EVERY[3], EVERY[5], EVERY[6]]  # four walks in which each two of language, theme and size meet
COMBINATIONS = EVERY if PICTURES else PAIRWISE


def too_wide(page: Page) -> list[str]:
    """Say by how much the page is wider than its window."""
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{excess} px too wide"] if excess > 0 else []


def faults(page: Page, address: Address, *, language: str) -> list[str]:
    """Everything that is wrong with one page."""
    answer = page.goto(address.path)
    page.wait_for_load_state("networkidle")
    status = answer.status if answer else 0
    found = [] if status == REFUSED.get(address.template, 200) else [f"status {status}"]
    spoken = page.locator("html").get_attribute("lang") or ""
    found += [] if spoken.lower().startswith(language[:2]) else [f"lang={spoken}"]
    return found + too_wide(page) + violations(page)


def take_picture(page: Page, folder: str, name: str) -> None:
    """Keep a photograph when pictures are wanted."""
    if PICTURES:
        target = Path(PICTURES) / folder / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target, full_page=True)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "size"), COMBINATIONS)
def test_every_page(server: House, open_page: Callable[..., Page], language: str, theme: str, size: str) -> None:
    page = open_page("/today", language=language, theme=theme, size=size)
    page.on("response", lambda response: broken.append(response.url) if response.status >= 500 else None)
    broken: list[str] = []
    wrong: list[str] = []
    for address in addresses(server):
        found = faults(page, address, language=language)
        take_picture(page, f"{language}-{theme}-{size}", address.name)
        wrong += [f"{address.template}: {one}" for one in found]
    assert "\n".join(wrong + broken) == ""


@pytest.mark.parametrize(("language", "theme", "size"), COMBINATIONS)
def test_the_way_in(open_page: Callable[..., Page], language: str, theme: str, size: str) -> None:
    for path in BEFORE_LOGIN:
        page = open_page(path, user=None, language=language, theme=theme, size=size)
        found = faults(page, Address(path, path), language=language)
        take_picture(page, f"{language}-{theme}-{size}", Address(path, path).name)
        assert found == []
