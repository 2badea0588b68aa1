"""The whole daily tracker with scripts switched off: add, move, interview, outcome, list, board, Today."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications import board
from applications.models import Event, Interview, JobApplication
from tests.factories import make_application
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server, pack, ada, ada_client):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, ada_client, live_server)
    yield page
    context.close()


def said(page, words):
    expect(page.locator("#messages")).to_contain_text(words)


def add(page):
    page.goto("/")
    page.get_by_label("Company").fill("Initech")
    page.get_by_label("Role").fill("Tester")
    page.get_by_role("button", name="Add application").click()
    expect(page.get_by_role("heading", name="Tester")).to_be_visible()


def test_a_day_without_scripts(page, ada):
    add(page)
    one = JobApplication.objects.get()

    # The board: the way to another stage is a page, and leads back.
    page.goto("/applications/board/")
    page.get_by_role("link", name="Move Tester, Initech to").click()
    page.get_by_role("button", name="Applied").click()
    said(page, "Tester, Initech: Applied.")
    expect(page).to_have_url(re.compile(r"/board/\?moved=\d+#application-\d+$"))
    card = page.locator("#column-applied .board-card")
    card.get_by_label("Follow up on").fill("2099-01-05")
    card.get_by_role("button", name="Keep the dates").click()
    said(page, "the dates are kept")
    expect(page.locator("#column-applied .board-card")).to_contain_text("Follow up 5 Jan 2099")

    # A slip, taken back.
    page.get_by_role("link", name="Move Tester, Initech to").click()
    page.get_by_role("button", name="Offer").click()
    page.get_by_role("button", name="Undo").click()
    said(page, "Tester, Initech: Applied.")
    assert JobApplication.objects.get().stage == "applied"

    # An interview, from the offer on the card.
    page.get_by_role("link", name="Move Tester, Initech to").click()
    page.get_by_role("button", name="Screening").click()
    page.get_by_role("link", name="Add the interview").click()
    starts = timezone.localtime(timezone.now() + timedelta(hours=20), ada.zone)
    page.get_by_label("Starts").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.locator("main form .button-primary").first.click()
    assert Interview.objects.get().application == one
    page.goto("/")
    expect(page.get_by_role("link", name="Preparation and lessons")).to_be_visible()

    # The list, searched.
    page.goto("/applications/")
    page.locator("#list-q").fill("initech")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Tester")

    # The end, without anything begun: the person's own.
    page.goto(f"/applications/{one.pk}/outcome/")
    page.get_by_label("I withdrew").check()
    page.locator("#outcome-form .button-primary, main form .button-primary").first.click()
    assert not JobApplication.objects.get().is_open
    page.goto("/applications/board/")
    page.locator("#column-closed summary").click()
    page.get_by_role("link", name="Show the closed ones").click()
    expect(page.get_by_role("heading", name=re.compile("I withdrew"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Initech")
    page.goto("/")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        re.compile("Nothing is open at the moment|It is Sunday")
    )


def test_a_note_is_settled_and_taken_back(page, ada):
    make_application(ada, company="Globex", role="Tester", stage="applied", now=timezone.now() - timedelta(days=9))
    page.goto("/")
    note = page.locator("#due li", has_text="Globex")
    note.locator("summary").click()
    note.get_by_role("button", name="I have written to them").click()
    said(page, "Noted as written to.")
    expect(page.locator("#due li", has_text="Globex")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    said(page, "Taken back.")
    expect(page.locator("#due li", has_text="Globex")).to_have_count(1)
    assert not Event.objects.current().filter(kind=Event.Kind.LETTER_SENT).exists()


def test_the_rest_of_a_long_stage_has_pages(page, ada, now):
    for number in range(board.BOARD_CUT + 3):
        make_application(ada, company="Globex", role=f"Role {number}", now=now + timedelta(minutes=number))
    page.goto("/applications/board/")
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(page.locator(".board-card")).to_have_count(3)
