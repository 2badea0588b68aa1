"""A mouse and a finger, for journeys on the board, and who is signed in."""

from playwright.sync_api import Locator, Page


def sign_in(page: Page, client, live_server) -> None:
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def middle_of(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box, place
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"], 60) / 2


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page, self.mouse = page, page.mouse

    def take(self, card: Locator) -> None:
        x, y = middle_of(card)
        self.mouse.move(x, y)
        self.mouse.down()
        self.mouse.move(x + 12, y + 12, steps=2)

    def carry(self, place: Locator) -> None:
        self.mouse.move(*middle_of(place), steps=4)

    def drop(self) -> None:
        self.mouse.up()


class Finger:
    """One that rests on a card before it moves."""

    HOLD = 450

    def __init__(self, page: Page) -> None:
        self.page, self.cdp = page, page.context.new_cdp_session(page)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def put(self, card: Locator) -> None:
        self.at = middle_of(card)
        self.send("touchStart", self.at)

    def take(self, card: Locator) -> None:
        self.put(card)
        self.page.wait_for_timeout(self.HOLD)

    def move(self, x: float, y: float, *, steps: int = 5) -> None:
        x0, y0 = self.at
        for step in range(1, steps + 1):
            self.send("touchMove", (x0 + (x - x0) * step / steps, y0 + (y - y0) * step / steps))
        self.at = (x, y)

    def carry(self, place: Locator) -> None:
        self.move(*middle_of(place))

    def drop(self) -> None:
        self.send("touchEnd")
