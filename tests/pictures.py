"""Takes the pictures of the readme from the demo person's pages. Run by `bin/pictures`, which starts the app."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import FLAGS, find_chromium

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = {"width": 1100, "height": 760}


def main(address: str, email: str, password: str) -> None:
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        page = browser.new_context(base_url=address, viewport=SIZE).new_page()
        sign_in(page, email, password)
        take(page, "/", "today")
        page.goto("/recovery/")
        page.locator("main a[href*='/steps/']").first.click()
        page.wait_for_load_state("networkidle")
        take(page, page.url, "step")
        browser.close()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("/")


def take(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
