"""An offer that is withdrawn begins with the facts; a further no joins it, and the person says which one goes on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery import queries
from recovery.models import RecoveryApplication
from tests.factories import make_application
from tests.journeys.hands import finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "A kind mail; somebody from inside."


def test_a_withdrawn_offer_and_a_further_no(walker, ada, stop):
    page, main, before = walker, walker.locator("main"), timezone.now() - timedelta(days=30)
    offer = make_application(ada, company="Globex", stage="offer", now=before)
    other = make_application(ada, company="Sul", stage="final_round", now=before)

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    def say_no(application):
        page.goto(f"/applications/{application.pk}/outcome/")
        main.get_by_label("Rejected", exact=True).check()
        main.get_by_label("How the no came").select_option(label="A call")
        press("Save")
        expect(main.get_by_role("heading", name="It is noted")).to_be_visible()

    # Facts come first.
    say_no(offer)
    stop(page, "offer-withdrawn")
    recovery = queries.open_guided(ada)
    press("Start now")
    expect(page).to_have_url(re.compile("/steps/get_the_facts/$"))
    stop(page, "facts")
    finish(page)
    page.goto(recovery.get_absolute_url())
    stop(page, "after-the-facts")

    # A further no joins; two minutes about it, and the one that was going on goes on.
    say_no(other)
    expect(main).to_contain_text("Two lists at once help nobody, so this one has joined it.")
    stop(page, "joined")
    main.get_by_label("What kind of no was it").fill(NOTE)
    press("Keep the note")
    expect(page.locator("#messages")).to_contain_text("Noted.")
    assert RecoveryApplication.objects.get(application=other).note == NOTE
    main.get_by_role("link", name="Go on with Globex").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("After Globex")
    expect(main.get_by_role("region", name="Also here")).to_contain_text(NOTE)
    stop(page, "also-here")

    # Changing one's mind: the other one goes on, and nothing of the first is lost.
    press("Go on with this one instead")
    expect(main.get_by_role("heading", level=1)).to_have_text("After Sul")
    stop(page, "the-other")
    assert queries.open_guided(ada) != recovery
    page.goto(recovery.get_absolute_url())
    expect(main.locator("#all-steps ~ *, .progress").first).to_be_visible()
    stop(page, "the-first-closed")
    press("Take it up again")
    expect(main.get_by_role("heading", level=1)).to_have_text("After Globex")
    assert queries.open_guided(ada) == recovery
    assert recovery.steps.get(key="get_the_facts").state == "done"
