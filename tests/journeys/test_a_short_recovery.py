"""A no after a screening: held, put off, left out, undone; then its steps until it is closed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery import queries
from recovery.models import Recovery
from tests.factories import make_application
from tests.journeys.hands import finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_first_minute_to_closing_it(walker, ada, clock, stop):
    page, main = walker, walker.locator("main")
    application = make_application(ada, company="Hooli", stage="screening", now=timezone.now() - timedelta(days=9))
    minute = f"/recovery/for/{application.pk}/"

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    def say_no():
        page.goto(f"/applications/{application.pk}/outcome/")
        main.get_by_label("Rejected", exact=True).check()
        main.get_by_label("How the no came").select_option(label="A mail from a person")
        press("Save")
        expect(main.get_by_role("heading", name="It is noted")).to_be_visible()

    # The first minute: all of it can be left, and the board stays in reach.
    say_no()
    stop(page, "first-minute")
    expect(main.get_by_role("link", name="Back to the board")).to_be_visible()
    press("Hold my reply until tomorrow at 09:00")
    expect(main).to_contain_text("is held (planned for tomorrow at 09:00)")
    stop(page, "held")
    press("Tomorrow")
    expect(page.locator("#messages")).to_contain_text("Nothing here waits for you tonight.")
    expect(main.get_by_role("heading", name="Nothing for now")).to_be_visible()
    stop(page, "tomorrow")

    # A slip: it is open after all; and a no again.
    page.goto(minute)
    press("Undo: it is still open")
    expect(main.get_by_text("Open again")).to_be_visible()
    assert not Recovery.objects.open().exists()
    say_no()
    assert queries.open_guided(ada).kind == "short"

    # Not for this one; and yet.
    press("Not for this one")
    expect(page.locator("#messages")).to_contain_text("All right, not for this one.")
    expect(main).to_contain_text("Nothing is going on at the moment.")
    stop(page, "not-for-this-one")
    main.get_by_role("link", name="Engineer, Hooli").click()
    press("Take it up again")
    expect(main.get_by_role("heading", level=1)).to_have_text("After Hooli")

    # Its steps as their days come, one at a time.
    recovery = Recovery.objects.get()
    for key in recovery.steps.filter(mode="on").order_by("opens_on", "order").values_list("key", flat=True):
        clock.move(days=3)
        page.goto(recovery.get_absolute_url())
        main.get_by_role("button", name="Open this step").click()
        expect(page).to_have_url(re.compile(f"/steps/{key}/$"))
        stop(page, key)
        finish(page)
    stop(page, "closed")
    recovery.refresh_from_db()
    assert (recovery.state, recovery.closed_as) == ("closed", "finished")
