"""From an interview to a letter of thanks that is sent, stands in the history, and is the last touch of its contact."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from applications import operations
from tests.factories import make_application, make_interview, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Instead of a mail program.
CATCH = """
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-mail]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  window.mailed = link.href;
});
"""


@pytest.fixture
def ada(transactional_db, pack):
    return make_user(name="Ada Lovelace", time_zone="Europe/Berlin")


@pytest.fixture
def met(ada):
    """Yesterday's conversation with Grace."""
    now = timezone.now()
    application = make_application(
        ada, company="Initech", role="Engineer", stage="applied", now=now - timedelta(days=9)
    )
    grace = operations.add_contact(ada, name="Grace Hopper", email="grace+jobs@example.org", applications=[application])
    interview = make_interview(
        application, now=now, starts_at=now - timedelta(days=1), topic="compilers", contacts=[grace]
    )
    return interview, grace


def sign_in(page, user, live_server):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_an_interview_to_a_letter_that_was_sent(ada, met, browser_page, live_server, size):
    (interview, grace), page, main = met, browser_page, browser_page.locator("main")
    sign_in(page, ada, live_server)
    page.set_viewport_size(size)
    page.goto(interview.get_absolute_url())

    main.get_by_role("link", name="Thank you after an interview").click()
    page.wait_for_load_state()
    text = main.get_by_label("Text", exact=True)
    expect(text).to_have_value(saying("Dear Grace Hopper,"))
    expect(main.locator("mark.gap")).to_have_text("[one thing you do well]")

    # While a gap is open nothing is copied, opened or noted as sent.
    page.evaluate(CATCH)
    main.get_by_role("link", name="Open in my mail program").click()
    expect(main.locator("#letter-status")).to_contain_text("First fill this or take it out: [one thing you do well]")
    main.get_by_role("button", name="Mark as sent").click()
    expect(main.locator(".errorlist")).to_contain_text("First fill this or take it out")
    page.wait_for_load_state()
    assert not ada.own_letters.exists()

    main.get_by_label("One thing you do well").fill("I test what I build & say so")
    text.press("End")
    expect(main.locator("mark.gap")).to_have_count(0)
    expect(text).to_have_value(saying("I test what I build & say so"))

    page.evaluate(CATCH)
    main.get_by_role("link", name="Open in my mail program").click()
    link = urlsplit(page.evaluate("window.mailed"))
    assert (link.scheme, link.path) == ("mailto", "grace%2Bjobs@example.org")
    assert parse_qs(link.query)["body"][0] == text.input_value().replace("\n", "\r\n")

    main.get_by_role("button", name="Mark as sent").click()
    expect(page).to_have_url(saying(interview.application.get_absolute_url()))
    expect(page.locator("#messages")).to_contain_text("Noted as sent")
    expect(page.locator("#timeline")).to_contain_text("Sent a letter to Grace Hopper: Thank you after an interview")

    page.goto(grace.get_absolute_url())
    expect(page.locator("#touches")).to_contain_text("Thank you after an interview")
    grace.refresh_from_db()
    assert grace.last_touch_on == ada.local_day(timezone.now())


def test_a_letter_works_without_scripts_and_going_back_loses_nothing(ada, met, browser, live_server):
    interview, _ = met
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, service_workers="block")
    page = context.new_page()
    sign_in(page, ada, live_server)
    main = page.locator("main")
    page.goto(f"/applications/letters/new/?interview={interview.pk}&letter=thank_you_after_interview")

    main.get_by_label("One thing you do well").fill("Testing")
    main.get_by_role("button", name="Put it into the letter").click()
    expect(main.get_by_label("Text", exact=True)).to_have_value(saying("to my answer: Testing"))
    assert "body=Dear%20Grace" in main.get_by_role("link", name="Open in my mail program").get_attribute("href")
    main.get_by_role("button", name="Mark as sent").click()
    expect(page.locator("#timeline")).to_contain_text("Sent a letter to Grace Hopper")
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(main.get_by_label("Text", exact=True)).to_have_value(saying("to my answer: Testing"))
    context.close()


def saying(words):
    return re.compile(re.escape(words))
