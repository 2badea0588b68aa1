"""The train goes into a tunnel: what a person sees, what is kept of what they typed, and what the browser keeps."""

import re

import pytest

from tests.browser import PATIENCE
from tests.factories import make_application, make_user
from tests.services.installation import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    kept[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  }
  return kept;
}"""
A_TEXT = "Mara said:\n<b>the team</b> is \"small\" & kind, and 'growing'. $& $1"
READY = "navigator.serviceWorker.getRegistration().then((worker) => worker?.active?.state === 'activated')"
IN_CHARGE = "() => navigator.serviceWorker.controller?.state === 'activated'"


@pytest.fixture
def page(browser, live_server, client, now):
    """ada's, with the service worker in charge."""
    ada = make_user(email="ada@example.org")
    make_application(ada, company="Paper Crane", role="Design lead", now=now)
    client.force_login(ada)
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/applications/")
    wait_for_the_worker(page)
    page.reload()
    page.wait_for_function(IN_CHARGE)
    yield page
    context.set_offline(False)
    page.goto("about:blank")
    context.close()


def wait_for_the_worker(page) -> None:
    """It looks after what is opened from now on, not after the page that is open."""
    eventually(lambda: page.evaluate(READY), within=PATIENCE, what="the worker is there")


def test_without_a_connection_there_is_a_calm_page_and_with_it_the_app(page):
    page.context.set_offline(True)
    page.goto("/applications/board/")

    assert page.get_by_role("heading", level=1).inner_text() == "No connection"
    assert page.url.endswith("/applications/board/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.get_by_role("link", name="Try again").click()
    assert page.get_by_role("heading", level=1).inner_text() == "No connection"
    page.wait_for_load_state()

    page.context.set_offline(False)  # the browser says so to the page, which tries again
    page.get_by_role("heading", name="Board", level=1).wait_for()


def test_what_was_sent_into_the_tunnel_is_given_back_and_not_sent_again_by_itself(page):
    page.goto("/applications/new/")
    page.evaluate("for (const more of document.querySelectorAll('main details')) more.open = true")
    page.fill("[name=role]", "Designer")
    page.fill("[name=notes]", A_TEXT)
    page.context.set_offline(True)
    page.locator("#application-form").evaluate("form => form.submit()")
    page.get_by_role("heading", name="No connection").wait_for()
    page.wait_for_load_state()
    page.context.set_offline(False)
    page.wait_for_timeout(300)

    assert page.get_by_role("textbox", name="What you typed").input_value() == A_TEXT
    assert page.get_by_role("textbox").count() == 1  # neither what is short nor what proves that the form is ours


def test_the_browser_keeps_the_page_for_no_connection_and_nothing_of_the_person(page):
    for path in ("/", "/applications/", "/applications/board/", "/settings/", "/nudges/"):
        page.goto(path)
    kept = page.evaluate(KEPT)

    assert list(kept) == [name for name in kept if re.fullmatch(r"offline-[0-9a-f]{12}", name)] and len(kept) == 1
    (paths,) = kept.values()
    assert sorted(paths) == sorted({"/offline/", *(path for path in paths if path.startswith("/static/"))})
    texts = page.evaluate("""async () => {
      const cache = await caches.open((await caches.keys())[0]);
      return Promise.all((await cache.matchAll()).map((response) => response.text()));
    }""")
    assert not any("Paper Crane" in text or "ada@example.org" in text or "csrf" in text for text in texts)


def test_what_a_version_of_before_had_kept_is_let_go_of(page):
    page.evaluate("caches.open('offline-of-before').then((cache) => cache.put('/old/', new Response('old')))")
    page.evaluate("caches.open('somebody-else')")
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.unregister())")

    page.goto("/applications/")
    eventually(
        lambda: not page.evaluate("caches.has('offline-of-before')"), within=PATIENCE, what="what was kept is gone"
    )

    assert page.evaluate("caches.has('somebody-else')")


def test_signing_out_takes_all_of_it_along_and_the_next_page_begins_anew(page, live_server):
    page.goto("/accounts/logout/")
    page.locator("main [type=submit]").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto("/support/")
    wait_for_the_worker(page)
    page.context.set_offline(True)

    page.goto("/applications/")

    assert page.get_by_role("heading", level=1).inner_text() == "No connection"


def test_switched_off_the_worker_of_before_goes(page, settings):
    settings.OFFLINE_PAGE = False
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.update())")

    asked = "navigator.serviceWorker.getRegistration().then((worker) => !worker)"
    eventually(lambda: page.evaluate(asked), within=PATIENCE, what="no worker is left")

    assert page.evaluate("caches.keys()") == []


def test_a_form_that_had_grown_too_old_gives_back_what_was_typed(page):
    page.goto("/applications/new/")
    page.evaluate("for (const more of document.querySelectorAll('main details')) more.open = true")
    page.fill("[name=notes]", A_TEXT)
    page.eval_on_selector("main [name=csrfmiddlewaretoken]", "field => field.value = 'x'.repeat(64)")
    page.locator("#application-form").evaluate("form => form.submit()")
    page.get_by_role("heading", name="grown too old").wait_for()

    assert page.get_by_role("textbox", name="What you typed").input_value() == A_TEXT
    page.get_by_role("button", name="Go back").click()
    page.get_by_role("heading", name="Add an application").wait_for()
