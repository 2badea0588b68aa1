"""A real browser for tests: `browser` (one for the whole run) and `browser_page` (a fresh page for one test).

The Chromium is found by CHROMIUM, then on PATH, then where Playwright puts its own. Where there is none, the tests that
need one are skipped with the reason; REQUIRE_BROWSER=1 turns that into a failure.
"""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started

# How long a page may take to come to what is expected of it, in seconds: a busy machine is slow, not wrong.
PATIENCE = 30

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
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)

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
def live_server(live_server):
    """Lets nobody go before the last answer: one that is still being written would meet the rows of the next test."""
    test, begun, done = threading.get_ident(), [], []

    def begin(**_signal) -> None:
        if threading.get_ident() != test:
            begun.append(1)

    def end(**_signal) -> None:
        if threading.get_ident() != test:
            done.append(1)

    request_started.connect(begin)
    request_finished.connect(end)
    yield live_server
    deadline = time.monotonic() + PATIENCE
    while len(done) < len(begun) and time.monotonic() < deadline:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def browser_page(browser, live_server):
    """A fresh page in a fresh context; `browser_page.goto("/")` opens the live server's start page."""
    # Without the service worker, which would go on asking when the test is over; tests/journeys has one with it.
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    page = context.new_page()
    yield page
    context.close()
