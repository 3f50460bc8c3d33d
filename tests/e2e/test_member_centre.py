"""The member centre in the hand: signed in by a code, every page accessible by day and night, and read without scripts."""

import os
import re
import sqlite3
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.axe import violations
from tests.e2e.house import House

PLAY = "/m/play/rice_fun"
PAGES = (
    "/m/", "/m/points", "/m/play", "/m/benefits", "/m/orders", "/m/data", f"{PLAY}/daily", f"{PLAY}/kitchen", f"{PLAY}/birthday",
    f"{PLAY}/grains", f"{PLAY}/shop", f"{PLAY}/shop/offers/cup", f"{PLAY}/wheel", f"{PLAY}/wheel/proof",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}
PICTURES = os.environ.get("MINGHUA_PICTURES")
_MEMBER = """
SELECT c.mobile FROM customers_customer c JOIN loyalty_pointsaccount a ON a.customer_id = c.id
JOIN tiering_membership m ON m.customer_id = c.id WHERE c.mobile <> '' AND c.closed_at IS NULL
AND c.merged_into_id IS NULL AND (SELECT count(*) FROM customers_customer d WHERE d.mobile = c.mobile) = 1
ORDER BY c.order_count DESC LIMIT 1
"""


def member_phone(house: House) -> str:
    """The telephone number of a member with points and orders."""
    with sqlite3.connect(f"file:{house.folder / 'minghua.sqlite3'}?mode=ro", uri=True) as database:
        return str(database.execute(_MEMBER).fetchone()[0])


def code_from(house: House, *, after: int) -> str:
    """The code that the server's terminal told since then."""
    for _ in range(100):
        if said := re.findall(
            r"member code: (\d{6})", (house.folder / "server.log").read_text(errors="replace")[after:]
        ):
            return str(said[-1])
        time.sleep(0.1)
    raise AssertionError("no code on the server's terminal")


def photograph(page: Page, name: str) -> None:
    """Keep a picture when pictures are wanted."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands: too wide, or not accessible."""
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return ([f"{excess} px too wide"] if excess > 0 else []) + violations(page)


@pytest.fixture(scope="module")
def member(server: House, browser: Browser) -> dict:
    """A member's cookies, got by typing the telephone number and the code, without any script."""
    context = browser.new_context(base_url=server.url, locale="zh-CN", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/m/")
    page.locator("#contact").fill(member_phone(server))
    begun = len((server.folder / "server.log").read_text(errors="replace"))
    page.locator("main button").click()
    page.locator("#code").fill(code_from(server, after=begun))
    page.locator("main button").click()
    assert page.url == f"{server.url}/m/"
    kept = context.storage_state()
    context.close()
    return kept


def telephone(browser: Browser, server: House, *, theme: str, state: dict | None, language: str) -> BrowserContext:
    """A telephone of that theme and language."""
    return browser.new_context(
        base_url=server.url, locale=language, viewport=PHONE, device_scale_factor=2, color_scheme=theme, storage_state=state,
        bypass_csp=True,
    )  # fmt: skip


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-CN"), ("dark", "zh-CN"), ("light", "en-US")])
def test_every_page_of_a_member(server: House, browser: Browser, member: dict, theme: str, language: str) -> None:
    wrong: list[str] = []
    for state, pages in ((None, ("/m/login", "/m/code")), (member, PAGES)):
        context = telephone(browser, server, theme=theme, state=state, language=language)
        page = context.new_page()
        for address in pages:
            answer = page.goto(address)
            status = answer.status if answer else 0
            photograph(page, f"member-{language}-{theme}-{address.strip('/').replace('/', '-')}")
            wrong += [f"{address}: {one}" for one in ([] if status == 200 else [f"status {status}"]) + faults(page)]
        context.close()
    assert wrong == []


def test_a_member_reads_everything_without_scripts_and_next_to_nothing_is_loaded(
    server: House, browser: Browser, member: dict
) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, storage_state=member, java_script_enabled=False)
    page, scripts, weight = context.new_page(), [], []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    page.on("response", lambda response: weight.append(len(response.body())))
    for address in PAGES:
        page.goto(address)
        assert page.locator("main h1").count() == 1
    context.close()
    assert (scripts, sum(weight) < 200_000) == ([], True)


def test_a_double_tap_draws_once_and_what_came_is_shown(server: House, browser: Browser, member: dict) -> None:
    """Two browsers of one member send the very same form, as a double tap does."""
    context = browser.new_context(base_url=server.url, viewport=PHONE, storage_state=member, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{PLAY}/wheel")
    form = page.locator("form[action$=takings]")
    told = {each.get_attribute("name"): each.get_attribute("value") for each in form.locator("input").all()}
    headers = {"Referer": f"{server.url}{PLAY}/wheel"}
    ends = [context.request.post(f"{PLAY}/wheel/takings", form=told, headers=headers).url for _ in range(2)]
    assert ends[0] == ends[1]
    page.goto(ends[0])
    photograph(page, "member-played")
    assert ("/m/played/" in page.url, page.locator("main h1").count()) == (True, 1)
    context.close()
