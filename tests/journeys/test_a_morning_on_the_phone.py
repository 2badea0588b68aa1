"""Two minutes at 360 px: what is today, a note settled and taken back, a card moved, an application added."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications import operations as applications
from applications.models import Event, JobApplication
from nudges import operations
from tests.factories import make_application, make_interview
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def search(ada, pack):
    """Twelve that are open: one with an interview tomorrow, one with a note that is due, the others fresh."""
    now = timezone.now()
    ada.welcomed_at = now
    ada.save()
    talk = make_application(ada, company="Globex", role="Engineer", stage="interview", now=now - timedelta(days=2))
    make_interview(talk, starts_at=now + timedelta(hours=24), location="https://meet.example.org/1", now=now)
    make_application(ada, company="Initech", role="Tester", stage="applied", now=now - timedelta(days=9))
    for number in range(10):
        make_application(ada, company=f"Company {number}", role="Designer", stage="applied", now=now)
    operations.change_preferences(ada, weekly_people=1, now=now)
    return ada


@pytest.fixture
def page(browser, live_server, ada_client, search):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, service_workers="block"
    )
    page = context.new_page()
    sign_in(page, ada_client, live_server)
    yield page
    context.close()


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_morning_on_the_phone(page, search):
    page.goto("/")
    fits(page)
    sections = page.locator("main h2").all_inner_texts()
    assert sections[0] == "Interviews today and tomorrow" and sections[-1] == "Add an application"

    # The interview: the way to prepare is one tap away.
    page.get_by_role("link", name="Preparation and lessons").tap()
    expect(page).to_have_url(re.compile(r"/interviews/\d+/$"))
    expect(page.locator("main")).to_contain_text("Globex")
    page.go_back()

    # A note: done, and taken back, without leaving the page.
    note = page.locator("#due li", has_text="Initech")
    note.locator("summary").tap()
    fits(page)
    note.get_by_role("button", name="I have written to them").tap()
    expect(page.locator("#messages")).to_contain_text("Noted as written to.")
    expect(page.locator("#due li", has_text="Initech")).to_have_count(0)
    assert Event.objects.current().filter(kind=Event.Kind.LETTER_SENT).count() == 1
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("#due li", has_text="Initech")).to_have_count(1)
    assert not Event.objects.current().filter(kind=Event.Kind.LETTER_SENT).exists()

    # The board: to a stage by its name, and a card moved by its menu; the offer is taken or left.
    page.goto("/applications/board/")
    fits(page)
    page.locator(".board-stages").get_by_role("link", name="Applied").tap()
    card = page.locator(".board-card", has_text="Initech")
    card.scroll_into_view_if_needed()
    card.locator(".board-move").tap()
    page.locator("#board-moves").get_by_role("button", name="Screening").tap()
    expect(page.locator("#messages")).to_contain_text("Tester, Initech: Screening.")
    expect(card).to_be_in_viewport()
    expect(card.get_by_role("link", name="Add the interview")).to_be_visible()
    fits(page)

    # A new one, in two fields.
    page.goto("/")
    page.get_by_label("Company").fill("Umbrella")
    page.get_by_label("Role").fill("Writer")
    page.get_by_role("button", name="Add", exact=True).tap()
    expect(page.get_by_role("heading", name="Writer")).to_be_visible()
    page.wait_for_load_state()
    fits(page)
    assert JobApplication.objects.filter(company__name="Umbrella").count() == 1


def test_signs_and_words_of_a_phone_keep_their_shape(page):
    page.goto("/applications/")
    expect(page.locator(".listing tbody tr").first).to_be_visible()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()  # the list follows each tick by itself
    page.locator(".dock .menu > summary").tap()
    word = page.locator(".menu .navigation").get_by_text("Applications")
    assert word.evaluate("(word) => word.offsetHeight < 30")

    # What a finger needs around a tag is not seen.
    page.goto("/advice/")
    tag = page.locator(".card a.chip").first
    assert tag.evaluate("(tag) => getComputedStyle(tag).borderBlockStartColor") == "rgba(0, 0, 0, 0)"


def test_a_new_person_is_told_where_to_begin(page, ada, search):
    keys = list(ada.applications.values_list("pk", flat=True))
    applications.trash_many(ada, keys, now=timezone.now())
    page.goto("/")
    expect(page.get_by_role("heading", name="Begin with one")).to_be_visible()
    fits(page)
