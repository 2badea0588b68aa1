"""Prepare, meet, look back, and find the lesson again before the next one; in a real browser, on a phone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from applications.models import CalendarFeed, Interview
from tests.factories import make_application, make_contact, make_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = "Next time I will ask who decides"


@pytest.fixture
def page(browser_page, live_server, ada_client):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    browser_page.set_viewport_size({"width": 360, "height": 740})
    return browser_page


@pytest.fixture
def initech(ada):
    application = make_application(
        ada, company="Initech", stage="applied", now=timezone.now(), posting_text="You stay calm when others do not."
    )
    make_contact(ada, name="Grace Hopper", company=application.company)
    return application


def test_what_was_learned_at_one_interview_comes_up_before_the_next(ada, pack, page, live_server, initech):
    soon = timezone.localtime(timezone.now(), ada.zone) + timedelta(days=2)
    page.goto(live_server.url + initech.get_absolute_url())
    page.get_by_role("link", name="Add an interview").first.click()
    page.get_by_label("Starts").fill(soon.strftime("%Y-%m-%dT10:00"))
    page.get_by_label("Place or link").fill("https://meet.example.org/7")
    page.get_by_label("Grace Hopper").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("Interview noted")
    interview = initech.interviews.get()

    page.locator(f"#interview-{interview.pk} a.name").click()
    expect(page.get_by_role("link", name="Open the call")).to_have_attribute("href", "https://meet.example.org/7")
    page.get_by_text("Text of the posting").click()
    expect(page.get_by_text("You stay calm")).to_be_visible()
    page.get_by_label("What the posting stresses").fill("Calm")
    page.get_by_role("button", name="Save the preparation").click()
    expect(page.get_by_label("What the posting stresses")).to_have_value("Calm")

    Interview.objects.filter(pk=interview.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    page.goto(live_server.url + "/interviews/")
    page.get_by_role("link", name=re.compile("Write a debrief")).click()
    page.get_by_label("What went well").fill("The demo")
    page.get_by_label("Next time I will").fill(LINE)
    page.get_by_label("Bring this line up").check()
    page.get_by_role("button", name="Save the debrief").click()
    expect(page.locator("#lesson-kept")).to_contain_text(LINE)
    page.get_by_role("link", name="Thank you after an interview").click()
    expect(page.locator("main")).to_contain_text("Grace Hopper")

    other = make_application(ada, company="Hooli", now=timezone.now())
    following = make_interview(other, now=timezone.now())
    page.goto(live_server.url + following.get_absolute_url())
    lesson = page.locator("main li", has_text=LINE)
    expect(lesson).to_be_visible()
    lesson.locator("summary").click()
    lesson.get_by_role("button", name="It helped").click()
    expect(page.locator("main li", has_text=LINE)).to_contain_text("helped")


def test_an_address_for_the_calendar_is_made_copied_and_closed(ada, page, live_server, initech):
    make_interview(initech, now=timezone.now())
    page.goto(live_server.url + "/settings/")
    page.get_by_role("link", name="Calendar", exact=True).click()
    page.get_by_role("button", name="Make a private address").click()
    address = page.get_by_label("Address to subscribe to").input_value()
    path = f"/c/{CalendarFeed.objects.get().token}.ics"
    assert address.endswith(path)
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("#calendar-copied")).to_have_text("Copied.")
    assert len(Calendar.from_ical(Client().get(path).content).events) == 1

    page.get_by_role("button", name="Close the address").click()
    expect(page.get_by_role("button", name="Make a private address")).to_be_visible()
    assert Client().get(path).status_code == 404
