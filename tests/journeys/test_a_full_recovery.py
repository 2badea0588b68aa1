"""A full recovery on a phone: all of its steps by plain forms, and those that do most in rough weather."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from recovery.models import Answer, Recovery
from tests.factories import make_application, make_outcome
from tests.journeys.hands import finish, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def recovery(ada, pack, now):
    make_outcome(make_application(ada, stage="interview", now=now), now=now)
    recovery = Recovery.objects.get()
    recovery.steps.update(opens_on=now.date())
    return recovery


@pytest.fixture
def phone(browser, live_server, ada_client, recovery):
    contexts = []

    def take(*, scripts):
        context = browser.new_context(
            base_url=live_server.url, viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts,
            service_workers="block",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        sign_in(page, ada_client, live_server)
        return page

    yield take
    for context in contexts:
        context.close()


def test_all_steps_of_a_full_recovery_by_plain_forms(phone, recovery):
    page = phone(scripts=False)
    for key in [step.key for step in recovery.steps.filter(mode="on")]:
        page.goto(f"/recovery/{recovery.pk}/steps/{key}/")
        finish(page)

    recovery.refresh_from_db()
    assert (recovery.state, recovery.closed_as) == ("closed", "finished")
    assert set(recovery.steps.filter(mode="on").values_list("state", flat=True)) == {"done"}


def test_a_bad_evening_loses_no_word(phone, recovery, live_server, ada_client):
    page = phone(scripts=True)
    form = page.locator("form[data-step]")

    def press(name):
        form.get_by_role("button", name=name, exact=True).first.click()

    def said(key, words):
        expect(page.locator(f"#saved-{key}")).to_have_text(words)

    def kept(key):
        return Answer.objects.get(prompt_key=key).secret

    # One cause after another, each within reach of a thumb.
    page.goto(f"/recovery/{recovery.pk}/steps/explanations_map/")
    page.fill("[name=first_belief]", "I spoke too long")
    form.get_by_label("me", exact=True).tap()
    form.get_by_label("fairly", exact=True).tap()
    press("Next")
    expect(page).to_have_url(re.compile(r"at=causes\.0$"))
    expect(page.locator("h2.leaf-place")).to_be_focused()
    form.get_by_label("possible", exact=True).tap()
    press("Next")
    expect(page).to_have_url(re.compile(r"at=causes\.1$"))
    page.go_back()
    expect(form.get_by_label("possible", exact=True)).to_be_checked()
    for _cause in range(10):
        button = form.get_by_role("button", name="Next", exact=True)
        expect(button).to_be_in_viewport(ratio=1)
        here = page.url
        button.click()
        expect(page).not_to_have_url(here)
    expect(page.locator(".reframes").first).to_be_visible()
    expect(form).to_contain_text("I spoke too long")

    # The connection goes, and comes back.
    page.context.set_offline(True)
    page.fill("[name=balanced_line]", "I can practise shorter answers.")
    said("balanced_line", "Not saved yet. It stays here, and is saved as soon as that works again.")
    page.context.set_offline(False)
    said("balanced_line", "Saved")
    assert kept("balanced_line") == "I can practise shorter answers."

    # The sign-in runs out while somebody writes; they sign in elsewhere and come back.
    Session.objects.all().delete()
    page.fill("[name=balanced_line]", "I can practise short answers.")
    expect(page.locator("[data-signed-out]")).to_be_visible()
    assert kept("balanced_line") == "I can practise shorter answers."
    ada_client.force_login(recovery.user)
    sign_in(page, ada_client, live_server)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-signed-out]")).to_be_hidden()
    assert kept("balanced_line") == "I can practise short answers."
    press("Done")
    expect(page.locator("#messages")).to_contain_text("Done. Nothing else has to happen today.")

    # A quiet clock ends nothing, a closed window loses nothing, and what is to go is gone.
    page.goto(f"/recovery/{recovery.pk}/steps/write_it_out/")
    press("Start a quiet clock")
    expect(form).to_contain_text("about 12 minutes left")
    page.keyboard.type("It was long. I was kind.")
    page.goto("/recovery/")
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"/recovery/{recovery.pk}/steps/write_it_out/?at=round_1")
    for _try in range(20):
        if page.locator("[name=round_1]").input_value():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.locator("[name=round_1]")).to_have_value("It was long. I was kind.")
    form.get_by_label("nothing", exact=True).tap()
    press("Done")
    expect(page.locator("#messages")).to_contain_text("Done. Nothing else has to happen today.")
    assert not Answer.objects.filter(prompt_key="round_1").exists()
