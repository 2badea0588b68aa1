"""A form is sent once however often its button is pressed, and a page says quietly that an answer takes its time."""

import time
from datetime import timedelta

import pytest

from applications.models import JobApplication
from tests.browser import PATIENCE
from tests.factories import make_application, make_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page, live_server, ada_client):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return browser_page


class Held:
    """Answers to these requests wait until they are let go. Until then a page that is left cannot be asked anything."""

    def __init__(self, page, pattern: str, *, method: str = "POST") -> None:
        self.page, self.method, self.waiting = page, method, []
        page.route(pattern, self._hold)

    def _hold(self, route) -> None:
        if route.request.method == self.method:
            self.waiting.append(route)
        else:
            route.continue_()

    def wait_for_one(self) -> None:
        """Until a request waits, and long enough for a second one to show itself."""
        deadline = time.monotonic() + PATIENCE
        while not self.waiting and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        self.page.wait_for_timeout(500)
        assert len(self.waiting) == 1

    def let_go(self) -> None:
        while self.waiting:
            self.waiting.pop().continue_()


FORM = "document.querySelector('main form[method=post]')"
PRESS = f"{FORM}.querySelector('[type=submit]').click()"
CANCEL = "document.querySelector('#main form[hx-post]')"
IS_BUSY = "document.documentElement.hasAttribute('data-busy')"
# How the bar looks, and how long it waits before it shows.
BAR = """(() => {
  const look = getComputedStyle(document.documentElement, "::before");
  return [look.content, look.position, look.animationName, look.animationDuration];
})()"""


def do(page, script: str) -> None:
    """Not within the call: that would wait for the page which the script leads to."""
    page.evaluate(f"void setTimeout(() => {{ {script} }})")


def press_and_look(page, expression: str):
    """What there is to be seen while the answer is on its way, which is held until it was looked at."""
    held, seen = Held(page, "**/applications/new/"), []
    page.expose_function("tell", lambda look: seen.append(look))
    do(page, f"{PRESS}; setTimeout(() => tell({expression}), 100)")
    held.wait_for_one()
    deadline = time.monotonic() + PATIENCE
    while not seen and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    held.let_go()
    page.get_by_text("Added.").wait_for()
    return seen[0]


def fill_in(page) -> None:
    page.fill("main [name=company]", "Initech")
    page.fill("main [name=role]", "Tester")


def test_pressing_three_times_adds_one_application(page, ada):
    page.goto("/applications/new/")
    fill_in(page)
    held = Held(page, "**/applications/new/")
    do(page, f"{PRESS}; setTimeout(() => {PRESS}, 100); setTimeout(() => {FORM}.requestSubmit(), 200)")
    held.wait_for_one()
    held.let_go()
    page.get_by_text("Added.").wait_for()
    assert JobApplication.objects.filter(user=ada).count() == 1


def test_a_slow_answer_is_announced_by_a_bar_that_waits_200_ms(page):
    page.goto("/applications/new/")
    fill_in(page)
    assert page.evaluate(BAR)[0] == "none"
    seen = press_and_look(page, f"[{BAR}, {FORM}.ariaBusy]")
    assert seen == [['""', "fixed", "begin, breathe", "0.2s, 1.6s"], "true"]
    assert page.evaluate(BAR)[0] == "none"


def test_nothing_moves_for_those_who_asked_for_no_motion(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/applications/new/")
    fill_in(page)
    assert press_and_look(page, BAR)[2:] == ["begin", "0.2s"]


def test_a_form_that_came_back_with_errors_can_be_sent_again(page, ada):
    page.goto("/applications/new/")
    page.evaluate(f"{FORM}.noValidate = true")
    page.locator("main form[method=post] .button-primary").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    fill_in(page)
    page.locator("main form[method=post] .button-primary").click()
    page.get_by_text("Added.").wait_for()
    assert JobApplication.objects.filter(user=ada).count() == 1


def test_a_form_can_be_sent_again_after_coming_back_to_it(page, ada):
    page.goto("/applications/new/")
    fill_in(page)
    page.locator("main form[method=post] .button-primary").click()
    page.get_by_text("Added.").wait_for()
    page.go_back()
    fill_in(page)
    page.fill("main [name=role]", "Gardener")
    page.locator("main form[method=post] .button-primary").click()
    page.get_by_role("heading", name="Gardener").wait_for()
    assert JobApplication.objects.filter(user=ada).count() == 2


def test_a_form_of_htmx_is_sent_once_and_again_after_an_error(page, ada, now):
    make_interview(make_application(ada, now=now), starts_at=now + timedelta(days=3650), now=now)
    page.goto("/interviews/")
    held = Held(page, "**/cancel/")
    page.evaluate(f"{CANCEL}.requestSubmit(); {CANCEL}.requestSubmit()")
    held.wait_for_one()
    assert page.evaluate(f"[{CANCEL}.ariaBusy, {IS_BUSY}]") == ["true", True]
    held.waiting.pop().abort()
    page.wait_for_function(f"() => !{IS_BUSY} && !{CANCEL}.ariaBusy")
    page.evaluate(f"{CANCEL}.requestSubmit()")
    held.wait_for_one()
    held.let_go()
    page.wait_for_function(f"() => !{IS_BUSY}")


def test_a_search_goes_on_while_an_answer_is_on_its_way(page, ada, now):
    make_application(ada, now=now)
    page.goto("/applications/")
    held = Held(page, "**/applications/?*", method="GET")
    page.locator("#list-q").press_sequentially("a")
    held.wait_for_one()
    assert page.evaluate(f"[document.querySelector('form[role=search]').ariaBusy, {IS_BUSY}]") == [None, True]
    held.let_go()
    page.wait_for_function(f"() => !{IS_BUSY}")


def test_a_download_leaves_no_sign_and_can_be_had_again(page):
    page.goto("/settings/export/")
    for _ in range(2):
        with page.expect_download():
            page.locator("main form [type=submit]").click()
        assert not page.evaluate(IS_BUSY)
