"""A mouse and a finger, for journeys on the board; who is signed in; and somebody who answers all that a step asks."""

from playwright.sync_api import Locator, Page, expect

# What is typed where nothing else fits, by the kind of line.
TYPED = {"date": "2027-01-04", "time": "18:30", "number": "5"}


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
        expect(self.page.locator(".board-ghost")).to_be_visible()

    def move(self, x: float, y: float, *, steps: int = 5) -> None:
        x0, y0 = self.at
        for step in range(1, steps + 1):
            self.send("touchMove", (x0 + (x - x0) * step / steps, y0 + (y - y0) * step / steps))
        self.at = (x, y)

    def carry(self, place: Locator) -> None:
        self.move(*middle_of(place))

    def drop(self) -> None:
        self.send("touchEnd")


def at_rest(page: Page) -> None:
    """Until the page is there as a whole, and all that it sent has been answered."""
    page.wait_for_load_state()
    expect(page.locator("html:not([data-busy])")).to_be_attached()


def answer(page: Page) -> None:
    """Something in all that is asked for, as far as it is empty. What is chosen may change what is asked."""
    for line in page.locator(
        "main form[data-step] :is(textarea, input:not([type=hidden], [type=checkbox], [type=radio]))"
    ).all():
        if line.is_visible() and not line.input_value():
            line.fill(TYPED.get(line.get_attribute("type"), "About the index, calmly."))
    at_rest(page)
    for group in page.locator("main form[data-step] fieldset .choices").all():
        first = group.locator("input").first
        if first.is_visible() and not first.is_checked():
            first.check()
            at_rest(page)


def finish(page: Page) -> None:
    """The step that is open, part by part, until it is done."""
    main = page.locator("main")
    for _part in range(20):
        at_rest(page)
        answer(page)
        place = page.locator("h2.leaf-place")
        before = place.text_content() if place.count() else ""
        if not page.locator("button[value=next]").count():
            break
        main.get_by_role("button", name="Next", exact=True).first.click()
        expect(place).not_to_have_text(before or "")
    main.get_by_role("button", name="Done", exact=True).first.click()
    expect(page.locator("#messages")).to_contain_text("Done. Nothing else has to happen today.")
