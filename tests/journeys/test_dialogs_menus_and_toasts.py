"""What lies over a page: it takes the focus and gives it back, can be left by the keyboard, and is never in the way."""

import pytest
from playwright.sync_api import expect

from applications.models import JobApplication
from tests.factories import make_application, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page, live_server, client, now):
    """Signed in as one of the staff, who has an application of her own."""
    carla = make_user(email="carla@example.org", is_staff=True)
    make_application(carla, company="Initech", role="Engineer", stage="applied", now=now)
    client.force_login(carla)
    cookie = client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return browser_page


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.localName").strip()


def test_a_question_takes_the_focus_and_gives_it_back(page):
    page.goto(JobApplication.objects.get().get_absolute_url())
    delete = page.get_by_role("link", name="Delete", exact=True)
    delete.press("Enter")
    dialog = page.get_by_role("dialog", name="Delete this application?")
    dialog.wait_for()
    assert focused(page) == "Delete this application?"  # and not the button that cannot be taken back
    page.keyboard.press("Tab")
    assert focused(page) == "Delete"
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    expect(delete).to_be_focused()


def test_a_question_is_left_by_going_back_and_by_a_click_beside_it_but_not_inside(page):
    page.goto(JobApplication.objects.get().get_absolute_url())
    dialog = page.get_by_role("dialog")
    for leave in ["Go back", None]:
        page.get_by_role("link", name="Delete", exact=True).click()
        dialog.wait_for()
        box = dialog.bounding_box()
        page.mouse.click(box["x"] + 3, box["y"] + 3)
        assert dialog.is_visible()
        if leave:
            dialog.get_by_role("link", name=leave).click()
        else:
            page.mouse.click(box["x"] - 20, box["y"] - 20)
        dialog.wait_for(state="hidden")
    assert JobApplication.objects.count() == 1


def test_a_yes_is_posted_and_said(page):
    page.goto(JobApplication.objects.get().get_absolute_url())
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_url("**/applications/")
    page.get_by_role("status").get_by_text("in the trash").wait_for()
    assert not JobApplication.objects.exists()


def test_where_the_question_cannot_be_fetched_its_page_is_opened(page):
    page.goto(JobApplication.objects.get().get_absolute_url())
    page.route(
        "**/delete/", lambda route: route.continue_() if route.request.is_navigation_request() else route.abort()
    )
    page.get_by_role("link", name="Delete", exact=True).click()
    page.wait_for_url("**/delete/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete this application?")


def test_a_question_that_was_not_answered_is_asked_again_in_its_place(page):
    page.goto("/styleguide/")
    page.locator("#dialog-title ~ p").get_by_role("link", name="Ask").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("What shall the message say?")
    field.wait_for()
    field.evaluate("node => node.removeAttribute('required')")
    field.press("Enter")
    dialog.locator(".errorlist").wait_for()
    assert page.url.endswith("/styleguide/") and focused(page) == "input"
    dialog.get_by_label("What shall the message say?").fill("Good morning")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Good morning").wait_for()


def test_a_message_offers_the_way_back_and_can_be_put_away_without_losing_ones_place(page):
    page.goto("/applications/board/")
    page.get_by_role("button", name="Move Engineer, Initech to").click()
    page.get_by_role("button", name="Offer").click()
    said = page.get_by_role("status").filter(has_text="Engineer, Initech: Offer.")
    said.get_by_role("button", name="Undo").click()
    page.get_by_role("status").get_by_text("Engineer, Initech: Applied.").wait_for()
    assert JobApplication.objects.get().stage == "applied"
    page.get_by_role("button", name="Close this message").press("Enter")
    expect(page.locator("#messages .toast")).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


def test_a_menu_is_walked_with_the_arrows_and_closed_with_escape(page):
    page.goto("/styleguide/")
    button = page.locator("#menu-title ~ .row summary").first
    button.focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "A link"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "A question"
    page.keyboard.press("End")
    assert focused(page).startswith("Something with words")
    page.keyboard.press("Escape")
    assert button.evaluate("node => node === document.activeElement && !node.parentElement.open")
    button.click()
    page.mouse.click(5, 5)
    assert not button.evaluate("node => node.parentElement.open")


def test_a_question_asked_from_a_menu_leads_back_to_its_button(page):
    page.goto("/styleguide/")
    button = page.locator("#menu-title ~ .row summary").first
    button.click()
    page.get_by_role("link", name="A question", exact=True).click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    expect(button).to_be_focused()
