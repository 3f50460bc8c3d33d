"""A real server and a real Chromium for every story; whatever the console complains about fails the test."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.e2e.house import PASSWORD, House, opened
from tools.browser import FLAGS, chromium

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
LANGUAGES = {"zh-hans": "zh-CN", "en": "en-US"}
EXPECTED_TO_FAIL = ("/no-such-page",)
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say so; on CI that is a failure, never a silence."""
    if chromium() is not None or os.environ.get("CI"):
        return
    skip = pytest.mark.skip(reason="no Chromium: apt install chromium, or set MINGHUA_CHROMIUM")
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def server() -> Iterator[House]:
    """The running product with a small demo company."""
    with tempfile.TemporaryDirectory(prefix="minghua-e2e-") as folder, opened(Path(folder)) as house:
        yield house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    program = chromium()
    assert program is not None, "no Chromium on this machine: apt install chromium, or set MINGHUA_CHROMIUM"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def signed_in(server: House, browser: Browser) -> Callable[[str], dict]:
    """The cookies of a signed-in person, by user name; each signs in through the page once."""
    kept: dict[str, dict] = {}

    def sign_in(username: str) -> dict:
        if username not in kept:
            context = browser.new_context(base_url=server.url, locale="zh-CN")
            page = context.new_page()
            page.goto("/account/login/")
            page.locator("input[name=login]").fill(username)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("form:has(input[name=password]) button[type=submit]").click()
            page.wait_for_url(lambda url: "/account/login" not in url)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return sign_in


@pytest.fixture
def open_page(server: House, browser: Browser, signed_in: Callable[[str], dict]) -> Iterator[OpenPage]:
    """Open a page as somebody: `open_page("/customers", user="zhao.min", language="en", theme="dark", size="phone")`.

    At the end of the test every error on the console, every refused script and every failed page is reported.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        where = str(message.location.get("url", ""))
        if message.type == "error" and not where.endswith(EXPECTED_TO_FAIL):
            complaints.append(f"{where}: {message.text}")

    def opener(
        path: str = "/today",
        *,
        user: str | None = "minghua",
        language: str = "zh-hans",
        theme: str = "light",
        size: str = "desktop",
        expect_refusal: bool = False,
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=server.url,
            storage_state=signed_in(user) if user else None,  # type: ignore[arg-type]
            locale=LANGUAGES[language],
            timezone_id="Asia/Shanghai",
            color_scheme=theme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
        contexts.append(context)
        page = context.new_page()
        if not expect_refusal:
            page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The administrator's page on a desktop, in Chinese, by daylight."""
    return open_page("/today")
