"""What only a browser can show: an answer that travels while the person goes on."""

import pytest

from recovery import operations
from recovery.models import Recovery
from tests.factories import make_application, make_outcome

MARKER = "a marker that nobody else may find"
STORED = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      kept.push(request.url, await (await caches.match(request)).text());
    }
  }
  return kept.concat((await indexedDB.databases()).map(({ name }) => name)).join(" ");
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page, live_server, transactional_db, pack, ada, ada_client, now):
    """Signed in as Ada, on a step whose form changes with an answer."""
    make_outcome(make_application(ada, stage="interview", now=now), now=now)
    step = Recovery.objects.get().steps.get(key="explanations_map")
    operations.open_step(step, now=now)
    cookie = {"name": "sessionid", "value": ada_client.cookies["sessionid"].value, "url": live_server.url}
    browser_page.context.add_cookies([cookie])
    browser_page.goto(f"{step.get_absolute_url()}?at=all")
    return browser_page


def test_what_is_typed_while_an_answer_travels_outlives_the_new_form(page):
    held = []
    page.route("**/save/", lambda route: held.append(route), times=1)
    with page.expect_request("**/save/"):
        page.get_by_label("me", exact=True).check()
    page.fill("[name=first_belief]", "They found someone closer")
    page.locator("[name=causes-0][value=known]").check()

    with page.expect_request(lambda request: "only=causes" in (request.post_data or "")):
        held[0].continue_()
        page.wait_for_selector(".reframes")

    assert page.input_value("[name=first_belief]") == "They found someone closer"
    assert page.is_checked("[name=causes-0][value=known]")


SETTLES_IN_BETWEEN = """document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const other = new CustomEvent("htmx:afterSettle", { detail: { xhr: new XMLHttpRequest() } });
  if (detail.target.id === "step-form") setTimeout(() => document.dispatchEvent(other));
})"""


def test_it_is_saved_also_when_another_answer_settles_while_the_new_form_comes(page):
    page.evaluate(SETTLES_IN_BETWEEN)
    held = []
    page.route("**/save/", lambda route: held.append(route), times=1)
    with page.expect_request("**/save/"):
        page.get_by_label("me", exact=True).check()
    page.fill("[name=first_belief]", "They found someone closer")

    with page.expect_request(lambda request: "only=first_belief" in (request.post_data or ""), timeout=10_000):
        held[0].continue_()
        page.wait_for_selector(".reframes")


def test_after_an_error_one_begins_at_the_first_field_that_needs_a_look(page):
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_selector(".has-errors")

    page.wait_for_function("document.activeElement.name === 'first_belief'")


def test_after_signing_out_nothing_of_it_is_left_in_the_browser(page, live_server):
    """Neither in what the browser stores nor behind its Back button."""
    with page.expect_response("**/save/"):
        page.fill("[name=first_belief]", MARKER)
    address = page.url
    page.goto("/support/")
    page.locator("form[action='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url(f"{live_server.url}/")

    assert MARKER not in page.evaluate(STORED)
    page.evaluate("history.go(-2)")
    page.wait_for_url("**/accounts/login/**")
    assert MARKER not in page.content() and page.goto(address).url != address
