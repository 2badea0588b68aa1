"""Silence after a talk: one letter, a day of one's own, closing it oneself, steps if wanted, an answer after all."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery import queries
from tests.factories import make_application, make_interview
from tests.journeys.hands import finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_silence_to_an_answer_after_all(walker, ada, clock, stop):
    page, main, now = walker, walker.locator("main"), timezone.now()
    quiet = make_application(ada, company="Nettle", stage="interview", now=now - timedelta(days=40))
    make_interview(quiet, now=now - timedelta(days=30), starts_at=now - timedelta(days=21), topic="compilers")
    here = quiet.get_absolute_url()

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    # One friendly question, once.
    page.goto(here)
    silence = main.get_by_role("region", name="If nothing comes")
    expect(silence).to_contain_text("One friendly question, once, is enough")
    stop(page, "quiet")
    silence.get_by_role("link", name="Write the check-in letter").click()
    stop(page, "letter")
    page.wait_for_load_state()
    for gap in main.locator("[data-gaps] :is(input, textarea)").all():
        gap.fill("Grace Hopper")
    press("Mark as sent")
    expect(page.locator("#messages")).to_contain_text("Noted as sent")

    # A day of one's own for closing it.
    page.goto(here)
    expect(silence).to_contain_text("You wrote to them on")
    stop(page, "asked")
    main.get_by_text("Another day for closing it").click()
    own = ada.local_day(timezone.now()) + timedelta(days=5)
    main.get_by_label("Close it on").fill(own.isoformat())
    press("Keep this day")
    expect(page.locator("#messages")).to_contain_text("Kept:")
    stop(page, "own-day")
    clock.move(days=6)

    # Closing it oneself begins nothing; what is offered may be begun.
    page.goto(here)
    press("Close it: no answer came")
    expect(main).to_contain_text("Nothing begins unless you say so.")
    assert queries.open_guided(ada) is None
    stop(page, "closed")
    press("Begin")
    expect(main.get_by_role("button", name="Start now", exact=True)).to_be_visible()
    stop(page, "begun")
    press("Start now")
    expect(page).to_have_url(re.compile(r"/steps/[\w-]+/$"))
    stop(page, "first-step")
    finish(page)
    assert queries.open_guided(ada).kind == "short"
    assert not queries.open_guided(ada).steps.filter(key="ask_for_feedback").exists()

    # They answer after all.
    page.goto(queries.open_guided(ada).get_absolute_url())
    stop(page, "recovery")
    press("They answered after all: reopen it")
    expect(main.get_by_text("Open again")).to_be_visible()
    stop(page, "reopened")
    assert queries.open_guided(ada) is None
