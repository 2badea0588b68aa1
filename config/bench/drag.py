"""What it costs to let go of a card on a board of five hundred: in Chromium, from the press to the next picture.

A machine without a graphics card paints slowly, and one that is busy slower still. So the work of the page itself is
told apart: what its scripts do, and what styles and layout cost from the drop to the picture.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence

from django.conf import settings
from playwright.sync_api import CDPSession, Page, sync_playwright

from accounts.models import User
from config.bench import people
from config.bench.setups import PORT
from config.bench.visitor import signed_in

DROPS = 30
MOST_MILLISECONDS = 50
ADDRESS = f"http://127.0.0.1:{PORT}"
WORK = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"]
# What the browser itself says of letting go: when it was noticed, how long the handlers took, when the picture stood.
WATCH = """
  window.drops = [];
  new PerformanceObserver((list) => {
    for (const { name, duration, processingStart, processingEnd } of list.getEntries())
      if (name === "pointerup") window.drops.push([processingEnd - processingStart, duration]);
  }).observe({ type: "event", durationThreshold: 16 });
"""
NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
STAGES = ["applied", "saved"]


def report() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603
    try:
        wait_for_pages()
        cookie = signed_in(User.objects.get(email=people.address_of(people.BOARD)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            context = browser.new_context(base_url=ADDRESS, viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": ADDRESS}])
            measure(context.new_page())
            browser.close()
    finally:
        server.terminate()
        server.wait()


def wait_for_pages() -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{ADDRESS}/accounts/login/", timeout=5)  # noqa: S310
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The web process did not start.")


def measure(page: Page) -> None:
    page.goto("/applications/board/")
    page.evaluate(WATCH)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    work = [drop(page, cdp, *(STAGES if n % 2 else reversed(STAGES))) for n in range(DROPS)]
    page.wait_for_timeout(500)
    seen = page.evaluate("window.drops")
    print(f"\nLetting go of a card among {people.BOARD}, {DROPS} times, in milliseconds; at most {MOST_MILLISECONDS}\n")
    print("                                      p50       p95")
    for name, values in zip(WORK, zip(*work, strict=True), strict=True):
        print(line_of(f"{name.removesuffix('Duration')} until the picture", values))
    print(line_of("Handlers of the press", [handlers for handlers, _painted in seen] or [0]))
    print(line_of(f"From the press to the picture ({len(seen)})", [painted for _handlers, painted in seen] or [0]))


def drop(page: Page, cdp: CDPSession, start: str, end: str) -> list[float]:
    """What each sort of work took, from letting go of a card of one stage over another to the next picture."""
    card = page.locator(f"#column-{start} .board-card .name").first
    place = page.locator(f"#column-{end} h2")
    place.scroll_into_view_if_needed()
    for target, act in ((card, page.mouse.down), (place, None)):
        box = target.bounding_box()
        if box is None:
            raise RuntimeError("A card or a column is not on the page.")
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        if act:
            act()
    page.evaluate(NEXT_PICTURE)
    before = worked(cdp)
    page.mouse.up()
    page.evaluate(NEXT_PICTURE)
    after = worked(cdp)
    page.wait_for_timeout(300)  # for the answer, and for whoever comes back to the board
    return [(after[name] - before[name]) * 1000 for name in WORK]


def worked(cdp: CDPSession) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}


def line_of(name: str, values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{name:<34} {statistics.median(ordered):>8.1f} {ordered[int(len(ordered) * 0.95) - 1]:>9.1f}"
