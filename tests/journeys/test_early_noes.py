"""Early noes: a form letter, the first minute, the page where they gather, its look once a week, and the pattern."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery.models import Recovery
from tests.factories import make_application, make_outcome
from tests.journeys.hands import finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_form_letter_to_the_pattern_of_many(walker, ada, clock, stop):
    page, main, now = walker, walker.locator("main"), timezone.now()
    for company, how in [("Globex", "auto_mail"), ("Sul", "auto_mail"), ("Nettle", "silence")]:
        sent = make_application(
            ada, company=company, stage="applied", source="A job board", now=now - timedelta(days=9)
        )
        make_outcome(sent, kind="ghosted" if how == "silence" else "rejected", no_kind=how, now=now)
    hooli, initech = (
        make_application(ada, company=company, stage="applied", source="A friend", now=now - timedelta(days=20))
        for company in ("Hooli", "Initech")
    )

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    # Fewer than five say nothing.
    def say(application):
        page.goto(f"/applications/{application.pk}/outcome/")
        main.get_by_label("Rejected", exact=True).check()
        main.get_by_label("How the no came").select_option(label="An automatic mail")
        stop(page, "ending")
        press("Save")
        expect(main.get_by_role("heading", name="It is noted")).to_be_visible()

    say(hooli)
    expect(main).to_contain_text("It stands on your early-noes page now and starts nothing of its own.")
    stop(page, "first-minute")
    main.get_by_role("link", name="Early noes", exact=True).click()
    expect(main).to_contain_text("Nothing can be read out of fewer than five.")
    expect(main.get_by_role("heading", name="Nothing for now")).to_be_visible()
    stop(page, "four")

    # The fifth; and after a week its one step.
    say(initech)
    clock.move(days=7)
    page.goto("/")
    stop(page, "today")
    page.goto(Recovery.objects.get().get_absolute_url())
    expect(main.get_by_role("heading", name="What they have in common")).to_be_visible()
    expect(main.get_by_text("3 of 5").first).to_be_visible()
    stop(page, "five")
    press("Open this step")
    expect(main.locator("form[data-step]")).to_be_visible()
    stop(page, "step")
    finish(page)
    stop(page, "done")
    assert Recovery.objects.get().kind == "early_noes"
