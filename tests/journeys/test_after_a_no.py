"""Every track and every way out, on a phone: early, short, full, silent; held, left out, declined, chosen, undone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery import queries
from recovery.models import Recovery
from tests.factories import make_application, make_interview
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = timezone.now


@pytest.fixture
def page(browser_page, live_server, transactional_db, pack, ada_client, ada):
    sign_in(browser_page, ada_client, live_server)
    browser_page.set_viewport_size({"width": 360, "height": 740})
    return browser_page


@pytest.fixture
def apply_at(ada):
    def add(company, stage):
        return make_application(ada, company=company, stage=stage, now=NOW() - timedelta(days=40))

    return add


@pytest.fixture
def say(page):
    """Records how an application ended, through the form."""

    def record(application, ending="Rejected", how="A mail from a person"):
        page.goto(f"/applications/{application.pk}/outcome/")
        page.get_by_label(ending, exact=True).check()
        page.get_by_label("How the no came").select_option(label=how)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="It is noted")).to_be_visible()

    def press(name):
        page.get_by_role("button", name=name, exact=True).click()

    record.press = press
    return record


def test_each_no_leads_where_it_should_and_every_way_leads_out(page, say, apply_at, ada):
    early, silent = apply_at("Initech", "applied"), apply_at("Nettle", "interview")
    full, short, last = (
        apply_at(*one) for one in [("Hooli", "interview"), ("Globex", "screening"), ("Sul", "final_round")]
    )

    say(early)
    expect(page.get_by_text("It stands on your early-noes page")).to_be_visible()
    say.press("Undo: it is still open")
    expect(page.get_by_text("Open again")).to_be_visible()
    assert not Recovery.objects.open().exists()

    make_interview(silent, now=NOW(), starts_at=NOW() - timedelta(days=21))
    sent = {"kind": "letter_sent", "data": {"letter": "ghost_check_in"}, "recorded_at": NOW()}
    silent.events.create(happened_on=ada.local_day(NOW()), **sent)
    page.goto(silent.get_absolute_url())
    say.press("Close it: no answer came")
    expect(page.get_by_text("Nothing begins unless you say so")).to_be_visible()
    say.press("Begin")
    page.get_by_role("link", name="See the steps").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("After Nettle")
    say.press("They answered after all: reopen it")
    expect(page.get_by_text("Open again")).to_be_visible()
    assert queries.open_guided(ada) is None

    say(full)
    page.get_by_role("button", name="Hold my reply").click()
    expect(page.get_by_role("main")).to_contain_text("planned for tomorrow")
    say.press("Start now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Put it down for tonight")
    say.press("Leave it out")
    expect(page.get_by_role("heading", level=1)).to_have_text("After Hooli")
    page.get_by_text("Rest or close").click()
    say.press("Close it")
    expect(page.locator("#messages")).to_contain_text("Closed")

    say(short)
    say.press("Not for this one")
    page.get_by_role("link", name="Engineer, Globex").click()
    say.press("Take it up again")
    expect(page.get_by_role("heading", level=1)).to_have_text("After Globex")
    assert queries.open_guided(ada).kind == "short"

    say(last)
    page.get_by_label("What kind of no was it").fill("A kind mail.")
    say.press("Keep the note")
    expect(page.locator("#messages")).to_contain_text("Noted.")
    say.press("Go on with Sul")
    expect(page.get_by_role("heading", level=1)).to_have_text("After Sul")
    assert queries.open_guided(ada).kind == "full"
