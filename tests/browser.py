"""A real browser for tests: `browser` (one for the whole run) and `browser_page` (a fresh page for one test).

The Chromium is found by CHROMIUM, then on PATH, then where Playwright puts its own. Where there is none, the tests that
need one are skipped with the reason; REQUIRE_BROWSER=1 turns that into a failure.
"""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(playwright_own: str = "") -> str | None:
    """The path of a Chromium, or None. A CHROMIUM that does not exist is a mistake, not a reason to look elsewhere."""
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise FileNotFoundError(f"CHROMIUM names {named}, which does not exist.")
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return playwright_own if playwright_own and Path(playwright_own).exists() else None


@pytest.fixture(scope="session")
def _playwright():
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def chromium(request) -> str:
    """The path of the Chromium to test with."""
    found = find_chromium() or find_chromium(request.getfixturevalue("_playwright").chromium.executable_path)
    if found is None:
        reason = "no Chromium found: install one, or name it in CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium, _playwright):
    """One headless Chromium for the whole run."""
    browser = _playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def browser_page(browser, live_server):
    """A fresh page in a fresh context; `browser_page.goto("/")` opens the live server's start page."""
    # Without the service worker, which would go on asking when the test is over; tests/journeys has one with it.
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    yield page
    context.close()
