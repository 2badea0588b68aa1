"""Opening a page of the list in a browser, as its visitor, and looking at it on a wide screen and on a phone."""

from typing import Any

from playwright.sync_api import Browser, CDPSession, Response
from playwright.sync_api import Page as Tab

from tests.conventions.access import World
from tests.conventions.pages import Page

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}  # and what is left of 1280 px at 400 % zoom

# A form of our own making, so that what the browser would hold back is sent as well.
SEND = """([url, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  for (const [name, value] of [["csrfmiddlewaretoken", token], ...fields]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""


class NotAsListed(Exception):
    """The page is not there, or something else is."""


class Visit:
    """One tab for each visitor, signed in as they are."""

    def __init__(self, browser: Browser, address: str, world: World, *, language: str = "en-GB") -> None:
        self.browser, self.address, self.world, self.language = browser, address, world, language
        self.script = ""  # for every page of a tab, given before the tab is opened
        self.tabs: dict[str, Tab] = {}
        self.remotes: dict[str, CDPSession] = {}

    def tab(self, visitor: str) -> Tab:
        if visitor not in self.tabs:
            context = self.browser.new_context(
                base_url=self.address,
                viewport=WIDE,
                locale=self.language,
                reduced_motion="reduce",
                service_workers="block",
            )
            if self.world.visitors[visitor]:
                cookie = self.world.client(visitor).cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.address}])
            if self.script:
                context.add_init_script(self.script)
            self.tabs[visitor] = context.new_page()
            self.remotes[visitor] = context.new_cdp_session(self.tabs[visitor])
        return self.tabs[visitor]

    def open(self, page: Page) -> Tab:
        """The page as its visitor sees it. What is not there as the list says is no page to look at."""
        tab = self.tab(page.visitor)
        response = tab.goto(page.url if page.sent is None else page.before, wait_until="load")
        if page.sent is not None:
            response = self.send(tab, page.url, page.sent)
        if response is None or response.status != page.status:
            raise NotAsListed(f"answered {response and response.status} instead of {page.status}")
        return tab

    def send(self, tab: Tab, url: str, fields: Any) -> Response:
        with tab.expect_navigation(wait_until="load") as going:
            tab.evaluate(SEND, [url, list(fields.items())])
        return going.value

    def on_phone(self, page: Page) -> Tab:
        """The same tab, narrow and under a finger."""
        self.remotes[page.visitor].send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        self.tabs[page.visitor].set_viewport_size(PHONE)
        return self.tabs[page.visitor]

    def on_wide_screen(self, page: Page) -> Tab:
        self.remotes[page.visitor].send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        self.tabs[page.visitor].set_viewport_size(WIDE)
        return self.tabs[page.visitor]

    def close(self) -> None:
        for tab in self.tabs.values():
            tab.context.close()
