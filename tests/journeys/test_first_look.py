"""What a slow phone shows first: nothing jumps afterwards, and no page flashes in a theme that is not the person's."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.conventions.access import World
from tests.factories import make_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.shifts.push([entry.value, entry.sources.map(({node}) => node?.outerHTML?.slice(0, 90)).join(" | ")]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
# The colour of every frame from the first one on: frames begin when the sheets in the head have come.
COLOURS = """
window.colours = [];
requestAnimationFrame(function look() {
  if (document.body) window.colours.push(getComputedStyle(document.body).backgroundColor);
  if (window.colours.length < 30) requestAnimationFrame(look);
});
"""
PAPER = {"light": (250, 247, 241), "dark": (26, 23, 20)}


@pytest.fixture(autouse=True)
def _once(transactional_db):
    """What a page is made of does not depend on the database: the run on SQLite has looked at it."""
    if connection.vendor != "sqlite":
        pytest.skip("pages are looked at once, in the embedded run")


@pytest.fixture
def visit(browser, live_server):
    """A page in a context of its own: `visit(client, color_scheme="dark")`."""
    contexts = []

    def visit(client: Client | None = None, **options):
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, **options)
        contexts.append(context)
        cookies = client.cookies.items() if client else []
        context.add_cookies([{"name": name, "value": each.value, "url": live_server.url} for name, each in cookies])
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


# --- Nothing jumps ----------------------------------------------------------------------------------------------------


def shifts(page, path: str) -> list:
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(500)
    return page.evaluate("window.shifts")


def slow_down(page) -> None:
    page.add_init_script(SHIFTS)
    debugger = page.context.new_cdp_session(page)
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    debugger.send("Network.enable")
    debugger.send("Network.emulateNetworkConditions", SLOW_3G)


def jumps(found: dict[str, list]) -> dict[str, list]:
    return {path: seen for path, seen in found.items() if sum(value for value, _ in seen) >= 0.02}


def test_no_main_page_shifts_its_layout_on_a_slow_phone(visit, pack, now):
    world = World(now)
    for number in range(30):
        make_application(world.ada, now=now, role=f"Tester {number}")
    client = world.client("ada")
    client.post("/applications/new/", {"company": "Initech", "role": "Tester", "stage": "applied"})
    assert client.cookies["messages"].value  # so that the first page has something to say
    step = reverse("recovery:step-detail", args=[world.recovery.pk, world.step.key])
    signed_out, signed_in = visit(), visit(client)
    for page in (signed_out, signed_in):
        slow_down(page)

    found = {"landing": shifts(signed_out, "/")}
    for path in ("/", "/applications/", world.open.get_absolute_url(), step, "/applications/board/"):
        found[path] = shifts(signed_in, path)
    assert jumps(found) == {}


@pytest.mark.parametrize("path", ["/", "/applications/", "/applications/board/"])
def test_a_page_is_shown_when_its_last_element_has_come(visit, ada_client, path):
    page = visit(ada_client)
    page.goto(path)
    awaited = page.locator('head link[rel="expect"][blocking="render"]').get_attribute("href")
    assert awaited == page.evaluate("`#${document.body.lastElementChild.id}`")


def test_what_comes_late_counts_as_a_jump(visit):
    """Else the test above could not fail."""
    page = visit()
    page.add_init_script(SHIFTS)
    page.add_init_script(
        """addEventListener("load", () => setTimeout(() => {
          const late = document.createElement("p");
          late.textContent = "Late ".repeat(200);
          document.getElementById("main").prepend(late);
        }, 100))"""
    )
    assert jumps({"/support/": shifts(page, "/support/")})


# --- The theme --------------------------------------------------------------------------------------------------------

CASES = [
    ("dark", "light", "dark"),
    ("light", "dark", "light"),
    ("system", "dark", "dark"),
    ("system", "light", "light"),
]


def answer_late(route) -> None:
    """Sheets take their time, as on a slow line."""
    route.request.frame.page.wait_for_timeout(300)
    route.continue_()


@pytest.mark.parametrize(("theme", "device", "shown"), CASES)
def test_every_frame_is_in_the_theme_of_the_person(visit, ada, ada_client, theme, device, shown):
    ada.theme = theme
    ada.save()
    page = visit(ada_client, color_scheme=device)
    page.add_init_script(COLOURS)
    page.route("**/*.css", answer_late)
    page.goto("/applications/")
    page.wait_for_function("() => window.colours.length === 30")
    red, green, blue = PAPER[shown]
    assert set(page.evaluate("window.colours")) == {f"rgb({red}, {green}, {blue})"}


@pytest.mark.parametrize(("theme", "device", "shown"), CASES)
def test_the_theme_needs_no_script(visit, ada, ada_client, theme, device, shown):
    ada.theme = theme
    ada.save()
    page = visit(ada_client, color_scheme=device, java_script_enabled=False)
    page.goto("/applications/")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(1_000_000)}
    assert max(colours, key=colours.get) == PAPER[shown]


def test_those_who_are_not_signed_in_get_the_theme_of_their_device(visit):
    page = visit(color_scheme="dark")
    page.add_init_script(COLOURS)
    page.goto("/")
    page.wait_for_function("() => window.colours.length === 30")
    assert set(page.evaluate("window.colours")) == {"rgb(26, 23, 20)"}
