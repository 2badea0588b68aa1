"""Five hundred applications, most of them never answered: put them to rest at once, and take it back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications import operations
from applications.models import JobApplication, Outcome
from nudges.models import Nudge
from recovery.models import Recovery
from tests.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def search(ada):
    """488 that have been silent for long, and 12 of this week."""
    now = timezone.now()
    company = ada.companies.create(name="Initech")
    ages = [timedelta(days=30 + number % 60 if number < 488 else 1, minutes=number) for number in range(500)]
    rows = [
        JobApplication(
            user=ada,
            company=company,
            role=f"Role {number}",
            stage="applied",
            applied_on=(now - age).date(),
            last_event_at=now - age,
            created_at=now - age,
        )
        for number, age in enumerate(ages)
    ]
    rows = JobApplication.objects.bulk_create(rows)
    for row in rows[-12:]:
        row.events.create(kind="applied", happened_on=row.applied_on, recorded_at=row.created_at)
    operations.keep_search_texts(ada.applications.all())
    return ada


@pytest.fixture
def page(browser_page, live_server, ada_client, search):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return browser_page


def test_the_silent_ones_are_put_to_rest_and_come_back(page, search):
    page.goto("/applications/")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Nothing heard for").select_option(label="Four weeks")
    expect(page.locator("#application-list")).to_contain_text("488 applications")

    page.get_by_label("Select all on this page").check()
    page.get_by_label("All 488 that match").check()
    page.get_by_label("How it ended").select_option(label="No answer came")
    page.get_by_role("button", name="Close", exact=True).click()

    said = page.get_by_role("status").filter(has_text="488 applications closed")
    said.wait_for()
    assert (Outcome.objects.filter(kind="ghosted", is_bulk=True).count(), search.applications.open().count()) == (
        488,
        12,
    )
    assert not Recovery.objects.exists()  # so many noes at once begin nothing
    assert "silent=28" in page.url  # and the list is narrowed as before
    expect(page.locator("#application-list")).to_contain_text("Nothing found")

    said.get_by_role("button", name="Undo").click()
    page.get_by_role("status").get_by_text("Taken back").wait_for()
    assert (Outcome.objects.count(), search.applications.open().count()) == (0, 500)
    expect(page.locator("#application-list")).to_contain_text("488 applications")
    assert Nudge.objects.filter(user=search, state="planned").count() <= 500


def test_the_same_by_keyboard_alone(page, search):
    keys = Keys(page)
    page.goto("/applications/")
    page.keyboard.press("/")
    page.keyboard.type("role 499")
    expect(page.locator("#application-list")).to_contain_text("1 application")
    page.keyboard.press("Escape")
    page.goto("/applications/?silent=28")
    page.keyboard.press("j")
    keys.look()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator('[name="pick"]:checked').count() == 2
    keys.choose(page.get_by_label("How it ended"), "No answer")
    keys.enter(page.get_by_role("button", name="Close", exact=True))
    said = page.get_by_role("status").filter(has_text="2 applications closed")
    said.wait_for()
    assert Outcome.objects.count() == 2
    keys.past_the_navigation()
    keys.enter(said.get_by_role("button", name="Undo"))
    page.get_by_role("status").get_by_text("Taken back").wait_for()
    assert not Outcome.objects.exists()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/applications/new/$"))
