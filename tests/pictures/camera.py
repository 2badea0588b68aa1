"""Opens pages in one browser and takes them: each width in its own window, light and dark in the same."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, FloatRect, Page

from tests.pictures.pages import Picture
from tests.pictures.people import People

HEIGHTS = {360: 740, 768: 1024, 1280: 800}
WIDTHS, SCHEMES = list(HEIGHTS), ["light", "dark"]
TALLEST = 6000
# Those further down as well, and those that only this scheme has.
ALL_IMAGES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""
PHONE = 500  # up to this width a window is touched, not clicked


class Camera:
    """Takes pictures into a folder, and notes what it saw go wrong."""

    def __init__(self, browser: Browser, address: str, folder: Path, people: People) -> None:
        self.browser, self.address, self.folder, self.people = browser, address, folder, people
        self.contexts: dict[tuple[int, str], BrowserContext] = {}
        self.wrong: list[str] = []

    def take(self, picture: Picture, width: int, schemes: list[str]) -> Iterator[Path]:
        """One file for each scheme."""
        self.people.show_life()
        page = self.context(width, picture.by).new_page()
        page.on("console", lambda said: self.hear(picture, width, said.type, said.text))
        page.on("pageerror", lambda error: self.note(picture, width, str(error)))
        try:
            page.emulate_media(color_scheme=schemes[0])
            self.open(page, picture, width)
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(ALL_IMAGES)
                path = self.folder / f"{picture.name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True, clip=part(page, width, picture), animations="disabled")
                yield path
        finally:
            page.close()

    def open(self, page: Page, picture: Picture, width: int) -> None:
        response = page.goto(picture.path(self.people), wait_until="load")
        if response and response.status >= 500 and picture.view != "picture-of-error":
            self.note(picture, width, f"answered {response.status}")
        if picture.act:
            picture.act(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            self.note(picture, width, f"is {too_wide} px wider than the window")

    def hear(self, picture: Picture, width: int, kind: str, text: str) -> None:
        is_wanted = "status of 4" in text or picture.view == "picture-of-error"
        if kind == "error" and not is_wanted:
            self.note(picture, width, text)

    def note(self, picture: Picture, width: int, text: str) -> None:
        self.wrong.append(f"{picture.name} at {width}: {text}")

    def context(self, width: int, person: str) -> BrowserContext:
        if (width, person) not in self.contexts:
            context = self.browser.new_context(
                base_url=self.address,
                viewport={"width": width, "height": HEIGHTS.get(width, 800)},
                has_touch=width <= PHONE,
                is_mobile=width <= PHONE,
                reduced_motion="reduce",
                service_workers="block",
                locale="en-GB",
            )
            context.set_default_timeout(10_000)
            if cookie := self.people.cookie(person):
                context.add_cookies([cookie | {"url": self.address}])
            self.contexts[width, person] = context
        return self.contexts[width, person]


def part(page: Page, width: int, picture: Picture) -> FloatRect:
    """The page from top to bottom. The window grows with it, so that what clings to its lower edge is there as well."""
    window = page.viewport_size or {"height": 800}
    if picture.is_window:
        y = page.evaluate("window.scrollY")
        return {"x": 0, "y": y, "width": width, "height": window["height"]}
    height = max(window["height"], page.evaluate("document.documentElement.scrollHeight"))
    height = min(height, TALLEST)
    if height != window["height"]:
        page.set_viewport_size({"width": width, "height": height})
    return {"x": 0, "y": 0, "width": width, "height": height}
