"""Takes the pictures of the readme from the demo person's pages (`bin/pictures`)."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.services.installation import ROOT, Installation, eventually

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1100, "height": 760}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rebound = Installation(Path(folder), static=Path(folder) / "static")
        said = [
            subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=rebound.environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout
            for command in (["-m", "config.prepare"], ["manage.py", "demo"])
        ]
        email, password = re.search(r"Sign in as (\S+) with the password (\S+)", said[-1]).groups()
        rebound.start()
        try:
            # Until beat and worker have shown themselves, pages would warn that no reminder goes out.
            eventually(lambda: set(rebound.health().values()) == {"ok"}, within=90, what="everything is well")
            look_at(rebound.address, email, password)
        finally:
            rebound.stop()


def look_at(address: str, email: str, password: str) -> None:
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        page = browser.new_context(base_url=address, viewport=SIZE).new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("/")
        take(page, "today")
        page.get_by_role("link", name="Open it", exact=True).first.click()
        page.wait_for_url("**/steps/**")
        take(page, "step")
        browser.close()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture = FOLDER / f"{name}.png"
    page.screenshot(path=picture)
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
