"""axe, and what it does not look for (`looks.js`), on one page as it stands: each finding in one line."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page as Tab

from tests.keys import LOOK

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
LOOKS = Path(__file__).with_name("looks.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe does not ask for by itself
    "resultTypes": ["violations"],
}
# The second time on one page: whether a sheet locks the orientation does not change with the width.
AGAIN = EVERYTHING | {"preload": False}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
ASK_AXE = """async (options) => {
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) => {
    const reason = [...any, ...all, ...none][0]?.message ?? "";
    return `${id}: ${target.flat().join(" ")} — ${reason}`;
  }));
}"""


ALL_OF_IT = f"{AXE}\n{LOOKS}\nwindow.whatIsWrongWithTheFocus = {LOOK};"
# For whoever looks at many pages: sent once, there on every page from its beginning, though not in its frames.
ON_EVERY_PAGE = f"if (window === top) {{ {ALL_OF_IT} }}"


def put_into(tab: Tab) -> None:
    """Once a page. They come by the browser's own remote control, which no policy of the page forbids."""
    tab.evaluate(f"() => {{ {ALL_OF_IT} }}")


def unfold(tab: Tab) -> None:
    """Whatever is folded away within the page is looked at as well; menus lie over it."""
    tab.evaluate("for (const more of document.querySelectorAll('details:not(.drop, .menu)')) more.open = true")


def axe(tab: Tab, options: dict[str, Any] = EVERYTHING) -> list[str]:
    return tab.evaluate(ASK_AXE, options)


def look(tab: Tab, at: str, *arguments: Any) -> list[str]:
    return [f"{at}: {found}" for found in tab.evaluate("([at, args]) => looks[at](...args)", [at, arguments])]


def stops(tab: Tab) -> list[str]:
    """Every stop of the keyboard, one after another, as somebody sees it who came there by Tab."""
    tab.keyboard.press("Tab")  # from here on the browser shows where the focus is
    return look(tab, "stops")
