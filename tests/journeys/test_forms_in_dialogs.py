"""A form in a dialog: what does not fit is said in its place, and nothing that was typed is lost."""

import re

import pytest

from applications import operations
from tests.factories import make_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def application(ada, now):
    return make_application(ada, now=now, tags=["Known"])


@pytest.fixture
def page(browser_page, live_server, ada_client, application):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    browser_page.goto(application.get_absolute_url())
    browser_page.get_by_role("link", name="Change tags").click()
    browser_page.get_by_role("dialog", name="Tags").wait_for()
    return browser_page


def names(application):
    return sorted(tag.name for tag in application.tags.all())


def test_what_does_not_fit_is_said_there_and_stays_to_be_mended(page, application):
    dialog = page.get_by_role("dialog")
    typed = f"Close by, {'x' * 60}"
    dialog.get_by_label("Known").uncheck()
    dialog.get_by_label("New tags").fill(typed)
    dialog.get_by_role("button", name="Save").click()

    dialog.get_by_text("A tag has at most 50 letters.").wait_for()
    field = dialog.get_by_label("New tags")
    assert field.input_value() == typed
    assert field.evaluate("node => node === document.activeElement")
    assert not dialog.get_by_label("Known").is_checked()
    assert page.url.endswith(application.get_absolute_url()) and names(application) == ["Known"]

    field.fill("Close by")
    field.press("Enter")
    page.get_by_role("status").get_by_text("Saved").wait_for()
    assert names(application) == ["Close by"]


@pytest.mark.parametrize("fails", ["out of reach", "broken"])
def test_where_the_server_cannot_be_asked_everything_stays_as_it_is(page, application, fails):
    def answer(route):
        if route.request.method != "POST":
            route.continue_()
        elif fails == "broken":
            route.fulfill(status=500, body="<p>?</p>")
        else:
            route.abort()

    page.route("**/tags/", answer)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New tags").fill("Close by")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("alert").wait_for()
    assert dialog.get_by_label("New tags").input_value() == "Close by"

    page.unroute("**/tags/")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("Saved").wait_for()
    assert names(application) == ["Close by", "Known"]


def test_a_piece_without_a_question_around_it_takes_the_place_of_the_form(page, application):
    """As views answer htmx that have a fragment of their own."""

    def answer(route):
        if route.request.method != "POST":
            return route.continue_()
        form = (
            '<form class="stack" method="post"><p class="errorlist">No.</p><input name="new_tags" value="typed"></form>'
        )
        return route.fulfill(status=422, content_type="text/html", body=form)

    page.route("**/tags/", answer)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_text("No.", exact=True).wait_for()
    assert dialog.locator("[name=new_tags]").input_value() == "typed"
    assert dialog.get_by_role("heading", name="Tags").is_visible()


def test_a_period_is_deleted_in_place_and_its_applications_move_on(page, ada, now):
    old = operations.add_period(ada, name="Spring", is_current=False, takes_in=True, now=now)
    operations.add_period(ada, name="Autumn", is_current=True, takes_in=False, now=now)
    page.goto("/applications/periods/")
    page.get_by_role("link", name=re.compile("Delete.*Spring")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Its applications go into").select_option(label="Autumn")
    dialog.get_by_role("button", name="Delete").click()
    page.get_by_role("status").get_by_text("Its applications are still there").wait_for()
    assert ada.periods.get().applications.count() == 1
    assert old.name not in page.locator("main ul.list").inner_text()
