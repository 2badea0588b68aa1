"""Back and forward: the place on the page and what was typed are still there, and after signing out nothing private is.

Every story is told twice: in a browser that keeps whole pages in memory for Back, and in one that loads them again.
"""

from base64 import b64decode as b64

import pytest
from django.test import Client

from tests.browser import FLAGS, PATIENCE
from tests.factories import make_application
from tests.services.installation import eventually

KEPT = "Object.entries(sessionStorage).filter(([name]) => name.startsWith('typed'))"
# On an old phone the key is not there as soon as the page is.
SLOW_KEY = """
const take = crypto.subtle.importKey.bind(crypto.subtle);
SubtleCrypto.prototype.importKey = async (...key) => {
  await new Promise((go) => setTimeout(go, 1000));
  return take(...key);
};
"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", params=["keeps pages", "loads pages again"])
def backing_browser(request, chromium, _playwright):
    """Playwright switches off keeping pages for Back, which people have."""
    ignored = ["--disable-back-forward-cache"] if request.param == "keeps pages" else []
    launch = _playwright.chromium.launch
    browser = launch(executable_path=chromium, headless=True, args=FLAGS, ignore_default_args=ignored)
    browser.keeps_pages = bool(ignored)
    yield browser
    browser.close()


@pytest.fixture
def page(backing_browser, live_server, ada_client):
    context = backing_browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 700})
    sign_in(context, live_server, ada_client)
    context.add_init_script("addEventListener('pageshow', (event) => { window.wasKept = event.persisted; })")
    yield context.new_page()
    context.close()


def sign_in(context, live_server, client: Client) -> None:
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url, "httpOnly": True}])


def go(page, direction: int, path: str) -> None:
    """As the browser's own button does; Playwright's waits for a load that a kept page does not have."""
    page.evaluate(f"history.go({direction})")
    page.wait_for_function("path => location.pathname === path && window.wasKept !== undefined", arg=path)


@pytest.fixture
def application(ada, now):
    return make_application(ada, now=now, role="Tester")


def test_a_long_list_is_where_it_was(page, ada, now, backing_browser):
    for number in range(20):
        make_application(ada, now=now, role=f"Tester {number}")
    page.goto("/applications/")
    link = page.locator("#application-list a[href*='/applications/']").nth(14)
    link.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 200)")
    before = page.evaluate("scrollY")
    path = link.get_attribute("href")
    link.evaluate("link => link.click()")
    page.wait_for_url(f"**{path}")

    go(page, -1, "/applications/")
    page.wait_for_function("before => Math.abs(scrollY - before) < 2", arg=before)
    assert before > 300
    assert page.evaluate("window.wasKept") is backing_browser.keeps_pages
    go(page, +1, path)


def test_a_page_that_was_left_before_the_service_worker_came_is_kept(page, application, backing_browser):
    page.goto("/applications/")
    path = application.get_absolute_url()
    page.evaluate("path => location.assign(path)", path)
    page.wait_for_url(f"**{path}")
    worker = "navigator.serviceWorker.getRegistration().then((worker) => worker?.active?.state === 'activated')"
    eventually(lambda: page.evaluate(worker), within=PATIENCE, what="the worker is there")

    go(page, -1, "/applications/")
    assert page.evaluate("window.wasKept") is backing_browser.keeps_pages


def test_typed_words_are_still_there(page, application, backing_browser):
    path = f"/applications/{application.pk}/edit/"
    page.goto(path)
    page.evaluate("for (const more of document.querySelectorAll('main details')) more.open = true")
    page.fill("main [name=role]", "Half a role")
    page.fill("main [name=company]", "Half a company")
    page.fill("main textarea", "Words that were never sent")
    page.locator("footer a").first.evaluate("link => link.click()")
    page.wait_for_url("**/support/")

    go(page, -1, path)
    # Browsers do not give back a field without autocomplete when they load the page again; our script does.
    page.wait_for_function("() => document.querySelector('main [name=company]').value === 'Half a company'")
    assert page.input_value("main textarea") == "Words that were never sent"
    assert page.input_value("main [name=role]") == "Half a role"
    assert page.evaluate("window.wasKept") is backing_browser.keeps_pages


def test_what_was_sent_is_not_given_back(page, application):
    path = f"/applications/{application.pk}/edit/"
    page.goto(path)
    page.fill("main [name=company]", "A company that was sent")
    page.press("main [name=company]", "Enter")
    page.wait_for_url(f"**/applications/{application.pk}/")
    assert page.evaluate(KEPT) == []


def test_what_is_pasted_as_soon_as_the_page_is_there_is_kept_too(page, application):
    page.add_init_script(SLOW_KEY)
    page.goto(f"/applications/{application.pk}/edit/")
    page.fill("main [name=company]", "Half a company")
    page.wait_for_function(f"() => {KEPT}.length === 1")


def test_a_page_that_is_opened_anew_is_as_it_is_saved(page, application):
    path = f"/applications/{application.pk}/edit/"
    before = ""
    for typed in ("Half a company", ""):
        page.goto(path)
        before = before or page.input_value("main [name=company]")
        page.wait_for_timeout(300)
        assert page.input_value("main [name=company]") == before
        page.fill("main [name=company]", typed)


def test_what_is_kept_is_sealed_and_useless_after_signing_out(page, live_server, application, ada):
    path = f"/applications/{application.pk}/edit/"
    page.goto(path)
    before = page.input_value("main [name=company]")
    page.fill("main [name=company]", "Nobody shall read this")
    page.wait_for_function(f"() => {KEPT}.length === 1")
    [(name, sealed)] = page.evaluate(KEPT)
    assert "Nobody" not in name + sealed + str([b64(part) for part in sealed.split()])

    page.locator("form[action='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url(f"{live_server.url}/")
    assert page.evaluate(KEPT) == []
    again = Client()
    again.force_login(ada)
    sign_in(page.context, live_server, again)
    page.evaluate("kept => sessionStorage.setItem(...kept)", [name, sealed])
    go(page, -1, path)
    page.wait_for_timeout(300)
    assert page.input_value("main [name=company]") == before


def test_a_list_does_not_come_back_as_it_was_before_a_change(page, application):
    page.goto("/applications/")
    path = f"/applications/{application.pk}/edit/"
    page.evaluate("path => location.assign(path)", path)
    page.wait_for_url(f"**{path}")
    page.fill("main [name=role]", "Gardener")
    page.press("main [name=role]", "Enter")
    page.wait_for_url(f"**/applications/{application.pk}/")

    page.evaluate("history.go(-2)")
    page.wait_for_url("**/applications/")
    page.get_by_text("Gardener").first.wait_for()


def test_after_signing_out_back_shows_no_private_page(page, live_server, application):
    page.goto("/applications/")
    page.evaluate("location.assign('/settings/')")
    page.wait_for_url("**/settings/")
    page.locator("form[action='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url(f"{live_server.url}/")

    for steps in (-1, -2):
        page.evaluate(f"history.go({steps})")
        page.wait_for_url("**/accounts/login/**")
        assert "Tester" not in page.content()
        page.goto("/")


def test_after_signing_out_elsewhere_back_shows_no_private_page(page, live_server, application):
    page.goto("/applications/")
    page.evaluate("location.assign('/support/')")
    page.wait_for_url("**/support/")
    other = page.context.new_page()
    other.goto("/settings/")
    other.locator("form[action='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    other.wait_for_url(f"{live_server.url}/")

    page.evaluate("history.go(-1)")
    page.wait_for_url("**/accounts/login/**")
