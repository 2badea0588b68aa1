"""Measures the six main pages as an old phone sees them, on a Rebound of its own (`bin/lighthouse --help`)."""

import argparse
import http.cookiejar
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.pictures.stage import told_demo
from tests.services.installation import ROOT, Installation

VERSION = "12.8.2"
TOOL = ROOT / "var" / "lighthouse"
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100}
WANTED_SHIFT = 0.02
DEMO = {"login": "demo@example.org", "password": "rebound-demo"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/lighthouse", description=__doc__)
    parser.add_argument("pages", nargs="*", help="only these of landing, today, board, list, detail, step")
    parser.add_argument("--times", type=int, default=3, help="how often each page is measured; the median counts")
    parser.add_argument("--into", type=Path, help="a folder to keep the whole reports in")
    parser.add_argument("--address", help="an app with the demo person that runs already, instead of one of its own")
    wishes = parser.parse_args()
    get_tool()
    with an_app(wishes.address) as address, tempfile.TemporaryDirectory() as drafts:
        person = Person(address)
        paths = {name: path for name, path in person.pages().items() if name in wishes.pages or not wishes.pages}
        measured = {
            name: measure(
                address + path,
                cookies="" if name == "landing" else person.cookies,
                times=wishes.times,
                into=(wishes.into or Path(drafts)) / name,
            )
            for name, path in paths.items()
        }
    print(table(measured))
    wrong = [problem for name, reports in measured.items() for problem in problems(name, reports)]
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def get_tool() -> None:
    """From npm's registry as it is set up here; no address is kept."""
    if (TOOL / "node_modules" / "lighthouse" / "package.json").exists():
        return
    TOOL.mkdir(parents=True, exist_ok=True)
    (TOOL / "package.json").write_text("{}")
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run(["npm", "install", *options, f"lighthouse@{VERSION}"], cwd=TOOL, check=True)


@contextmanager
def an_app(address: str | None) -> Iterator[str]:
    """The embedded Rebound with the demo person's search, served by gunicorn as at home."""
    if address:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(told_demo(), Path(folder) / "var")
        rebound = Installation(Path(folder), static=Path(folder) / "static")
        rebound.start()
        try:
            rebound.wait_until_up()
            yield rebound.address.rstrip("/")
        finally:
            rebound.clear_away()


class Person:
    """The demo person, signed in."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.read("/accounts/login/"))
        self.read("/accounts/login/", DEMO | {"csrfmiddlewaretoken": token[1]})

    def read(self, path: str, form: dict[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(form).encode() if form else None
        return self.opener.open(self.address + path, data, timeout=30).read().decode()

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def pages(self) -> dict[str, str]:
        detail = re.search(r'href="(/applications/\d+/)"', self.read("/applications/"))
        step = re.search(r'href="(/recovery/\d+/steps/[\w-]+/)"', self.read("/"))
        assert detail and step, "The demo person has no application, or no recovery under way."
        lists = {"board": "/applications/board/", "list": "/applications/"}
        return {"landing": "/", "today": "/", **lists, "detail": detail[1], "step": step[1]}


def measure(url: str, *, cookies: str, times: int, into: Path) -> list[dict[str, Any]]:
    """The reports of so many visits, the one with the middle performance first."""
    into.mkdir(parents=True, exist_ok=True)
    headers = into / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies} if cookies else {}))
    reports = [visit(url, headers=headers, report=into / f"{number}.json") for number in range(1, times + 1)]
    headers.unlink()
    middle = statistics.median_low(score(report, "performance") for report in reports)
    return sorted(reports, key=lambda report: score(report, "performance") != middle)


def visit(url: str, *, headers: Path, report: Path) -> dict[str, Any]:
    command = [
        TOOL / "node_modules" / ".bin" / "lighthouse",
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--extra-headers={headers}",
        f"--only-categories={','.join([*WANTED, 'seo'])}",
        "--no-enable-error-reporting",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]
    for tries_left in (2, 1, 0):  # now and then the browser loses its recording of a page
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium()}, timeout=240)
        if done.returncode == 0:
            break
        if not tries_left:
            sys.exit(f"{url} could not be measured.")
    return json.loads(report.read_text())


def chromium() -> str:
    found = find_chromium()
    if not found:
        with sync_playwright() as playwright:
            found = find_chromium(playwright.chromium.executable_path)
    if not found:
        sys.exit("No Chromium found: install one, or name it in CHROMIUM.")
    return found


def score(report: dict[str, Any], category: str) -> int:
    return round(100 * (report["categories"][category]["score"] or 0))


def number(report: dict[str, Any], audit: str) -> float:
    return report["audits"][audit].get("numericValue", 0)


def table(measured: dict[str, list[dict[str, Any]]]) -> str:
    head = "| page | performance | accessibility | best practices | SEO | LCP s | TBT ms | CLS | requests | kB |"
    rows = [head, re.sub(r"[^|]+", " --- ", head)]
    for name, (report, *_) in measured.items():
        scores = [score(report, category) for category in (*WANTED, "seo")]
        requests = report["audits"]["network-requests"]["details"]["items"]
        figures = [
            f"{number(report, 'largest-contentful-paint') / 1000:.2f}",
            f"{number(report, 'total-blocking-time'):.0f}",
            f"{number(report, 'cumulative-layout-shift'):.4f}",
            len(requests),
            f"{sum(request.get('transferSize', 0) for request in requests) / 1000:.1f}",
        ]
        rows.append(f"| {' | '.join(map(str, [name, *scores, *figures]))} |")
    return "\n".join(rows)


def problems(name: str, reports: list[dict[str, Any]]) -> Iterator[str]:
    """What falls short, and which audits took the points away."""
    report = reports[0]
    for category, wanted in WANTED.items():
        if score(report, category) < wanted:
            counted = [ref["id"] for ref in report["categories"][category]["auditRefs"] if ref["weight"]]
            failed = [audit for audit in counted if (report["audits"][audit]["score"] or 0) < 1]
            failed = [audit for audit in failed if report["audits"][audit]["scoreDisplayMode"] != "notApplicable"]
            yield f"{name}: {category} {score(report, category)}, wanted {wanted}: {', '.join(failed)}"
    if (shift := number(report, "cumulative-layout-shift")) >= WANTED_SHIFT:
        yield f"{name}: the layout shifts by {shift:.3f}, wanted less than {WANTED_SHIFT}"


if __name__ == "__main__":
    sys.exit(main())
