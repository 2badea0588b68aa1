"""From a link, a text or a page to an application, in a real browser. The other site is on this machine."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications import operations
from tests.applications.postings.pages import ld, place, posting
from tests.applications.postings.site import open_site
from tests.applications.postings.site import page as answer
from tests.factories import make_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRICT = "Content-Security-Policy: default-src 'none'; script-src 'none'"
POSTING = posting(f',"description":"<p>Nights &amp; days.</p>","jobLocation":{place("Bremen")}')


@pytest.fixture
def site():
    with open_site() as site:
        site.pages["/posting/77"] = answer(ld(POSTING, body="<p>Nights</p>").encode(), STRICT)
        site.pages["/two"] = answer(ld(f"[{posting()},{posting(title=chr(34) + 'Cook' + chr(34))}]").encode())
        site.pages["/empty"] = answer(b"<title>Soup for two</title>")
        yield site


@pytest.fixture
def page(browser_page, live_server, ada_client):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return browser_page


@pytest.fixture
def worker(site):
    """One turn of a worker, which finds the other site public."""
    return lambda: operations.fetch_next(clock=timezone.now, rules=site.rules())


@pytest.fixture(autouse=True)
def _any_port(monkeypatch):
    """The other site has a port of its own, which a link of real life may not have."""
    monkeypatch.setattr("applications.operations.postings.reason_not_to", lambda *_: "")
    monkeypatch.setattr("accounts.doorbell.ring", lambda task: None)


def paste(page, where, text):
    """As with Ctrl and V: what stands in the clipboard is nobody's business in a headless browser."""
    page.evaluate(
        """([where, text]) => {
          const field = document.querySelector(where), data = new DataTransfer();
          data.setData("text/plain", text);
          field.focus();
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          if (field.dispatchEvent(event)) field.value += text;
        }""",
        [where, text],
    )


def stands_in(page, **values):
    for name, value in values.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)


def test_n_and_a_pasted_link_and_one_button(page, ada, site, worker):
    page.goto("/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/applications/new/$"))
    page.fill("[name=role]", "Nurse")

    paste(page, "[name=company]", f" {site.url('/posting/77')} ")
    expect(page.locator("#posting-state")).to_contain_text("being looked up")
    page.locator("[name=notes]").evaluate("field => { field.value = 'typed meanwhile' }")
    worker()
    expect(page.locator("#posting-state")).to_contain_text("This was found")
    stands_in(page, company="Hooli", role="Nurse", location="Bremen, Germany", notes="typed meanwhile", paste="")
    stands_in(page, url=site.url("/posting/77"), posting_text="Nights & days.")
    assert not ada.applications.exists()

    page.get_by_role("button", name="Add", exact=True).last.click()
    expect(page.locator("h1")).to_contain_text("Nurse")
    application = ada.applications.get()
    assert (application.company.name, application.role, application.notes) == ("Hooli", "Nurse", "typed meanwhile")


def test_a_problem_is_said_and_a_pasted_text_helps(page, ada, site, worker):
    page.goto("/applications/new/")
    paste(page, "[name=paste]", site.url("/empty"))
    expect(page.locator("#posting-state")).to_contain_text("being looked up")
    worker()
    expect(page.locator("#posting-state")).to_contain_text("which job it is about")
    expect(page.locator("#announcer")).to_contain_text("which job it is about")

    page.fill("[name=paste]", "Company: Hooli\nWe work at night.")
    page.get_by_role("button", name="Fill in the form from this").click()
    stands_in(page, company="Hooli", posting_text="Company: Hooli\nWe work at night.", paste="")


def test_of_several_postings_one_is_chosen(page, site, worker):
    page.goto("/applications/new/")
    paste(page, "[name=paste]", site.url("/two"))
    expect(page.locator("#posting-state")).to_contain_text("being looked up")
    worker()
    page.get_by_role("button", name="Cook").click()
    stands_in(page, company="Hooli", role="Cook", paste="")
    expect(page.get_by_text("It is filled in")).to_be_focused()


def test_what_may_be_the_same_again_is_shown_and_opened(page, ada, now, site, worker):
    known = make_application(ada, now=now, company="Hooli", role="Senior Nurse", url=site.url("/posting/77"))
    page.goto("/applications/new/")
    paste(page, "[name=paste]", site.url("/posting/77?utm_source=mail"))
    expect(page.locator("#posting-state")).to_contain_text("You may have this one already")
    page.locator("#posting-state").get_by_role("link", name="Senior Nurse").click()
    expect(page).to_have_url(re.compile(f"/applications/{known.pk}/$"))


# --- The bookmarklet --------------------------------------------------------------------------------------------------


def dragged(page):
    """What the browser takes along when the button is dragged out of our page. (Into a page it lets nobody drop it.)"""
    page.evaluate(
        """() => document.addEventListener("dragstart", ({ dataTransfer }) => {
          window.dragged = dataTransfer.getData("text/uri-list");
        })"""
    )
    page.drag_and_drop("[data-bookmarklet]", "h1")
    return page.evaluate("window.dragged")


def test_the_bookmark_takes_a_page_along_that_lets_nobody_in(page, ada, site):
    """From our own strict page into the bar, and from there onto a page that allows no script at all."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/applications/new/from-any-page/")
    bookmark = dragged(page)
    assert bookmark.startswith("javascript:(function")

    page.goto(site.url("/posting/77", host="127.0.0.1"))
    with page.context.expect_page() as opened:
        # As when a bookmark is clicked: the browser itself asks for this address, not a link on the page.
        session = page.context.new_cdp_session(page)
        session.send("Page.navigate", {"url": bookmark})
    form = opened.value
    stands_in(form, company="Hooli", role="Senior Nurse", location="Bremen, Germany", paste="")
    stands_in(form, url=site.url("/posting/77", host="127.0.0.1"), posting_text="Nights & days.")
    assert form.url.endswith("/applications/new/")
    assert form.evaluate("window.opener") is None
    assert not ada.applications.exists() and not ada.posting_fetches.exists()
    assert not [line for line in said if "Content Security Policy" in line]


def test_a_click_on_the_bookmark_says_that_it_is_to_be_dragged(page):
    page.goto("/applications/new/from-any-page/")
    page.click("[data-bookmarklet]")
    expect(page.locator("#bookmarklet-help")).to_contain_text("has to be dragged")
    page.locator("summary", has_text="Without a mouse").click()
    assert page.input_value("#bookmarklet-text") == page.get_attribute("[data-bookmarklet]", "href")


def test_what_is_brought_never_reaches_the_server_by_its_address(page, ada):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    brought = {
        "url": "https://example.org/7",
        "title": "",
        "blocks": [posting()],
        "html": "",
        "selection": "x" * 60_000,
    }
    page.goto("/applications/new/")
    page.evaluate("hash => { location.hash = hash; location.reload() }", f"brought={json.dumps(brought)}")
    stands_in(page, company="Hooli", posting_text="x" * 60_000)
    assert not any("Hooli" in url for url in asked if "#" not in url)
    page.reload()
    stands_in(page, company="")


def test_nonsense_behind_the_address_is_no_harm(page):
    for hash_ in ("#brought=%", "#brought=", "#brought={", "#other"):
        page.goto("about:blank")
        page.goto(f"/applications/new/{hash_}")
        stands_in(page, company="", role="", posting_text="")
        page.fill("[name=company]", "Hooli")
        stands_in(page, company="Hooli")


# --- The share sheet --------------------------------------------------------------------------------------------------


def test_what_is_shared_is_looked_up_by_itself_when_it_comes_from_the_phone(page, ada, site, worker):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/applications/new/?title=A%20job&text={site.url('/posting/77')}")
    expect(page.locator("#posting-state")).to_contain_text("being looked up")
    worker()
    stands_in(page, company="Hooli", role="Senior Nurse")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_link_on_another_site_makes_us_look_up_nothing(page, ada, site, live_server):
    link = f"{live_server.url}/applications/new/?url={site.url('/posting/77')}"
    site.pages["/trap"] = answer(f'<a href="{link}">Look</a>'.encode())
    page.goto(site.url("/trap", host="localhost"))
    page.click("a")
    stands_in(page, paste=site.url("/posting/77"))
    page.wait_for_load_state("networkidle")
    assert not ada.posting_fetches.exists()


# --- Without a script -------------------------------------------------------------------------------------------------


def test_all_of_it_without_a_script(browser, live_server, ada, ada_client, site, worker):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = ada_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/applications/new/")
    page.fill("[name=role]", "Nurse")
    page.fill("[name=paste]", site.url("/posting/77"))
    page.get_by_role("button", name="Fill in the form from this").click()
    expect(page.locator("#posting-state")).to_contain_text("being looked up")
    worker()
    page.get_by_role("button", name="See what was found").click()
    stands_in(page, company="Hooli", role="Nurse", posting_text="Nights & days.")
    page.locator("[name=role]").press("Enter")
    expect(page.locator("h1")).to_contain_text("Nurse")
    assert ada.applications.get().url == site.url("/posting/77")
    context.close()


# --- The key ----------------------------------------------------------------------------------------------------------


def test_n_is_a_letter_where_somebody_types_and_nothing_for_who_wants_no_keys(page, ada):
    page.goto("/contacts/new/")
    page.focus("[name=name]")
    page.keyboard.press("n")
    stands_in(page, name="n")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+n")
    assert page.url.endswith("/contacts/new/")

    ada.has_shortcuts = False
    ada.save()
    page.goto("/contacts/new/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.url.endswith("/contacts/new/")


def test_the_page_stops_asking_after_a_while(page, ada):
    row = ada.posting_fetches.create(url="https://example.org/7", asked_at=timezone.now() - timedelta(minutes=2))
    page.goto(f"/applications/postings/{row.pk}/")
    expect(page.locator("#posting-state")).to_contain_text("longer than usual")
    assert not page.locator("#posting-state[hx-get]").count()
