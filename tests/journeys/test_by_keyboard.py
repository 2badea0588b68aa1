"""The same story without a mouse, on a wide screen and at 400 % zoom: sign up, add, end, first step, settings."""

import re

import pytest
from playwright.sync_api import expect

from recovery.models import RecoveryStep
from tests.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
AT_400_PERCENT = {"width": 320, "height": 256}  # what is left of 1280 × 1024


@pytest.fixture(params=[WIDE, AT_400_PERCENT], ids=["wide", "at-400-percent"])
def page(request, transactional_db, pack, browser_page):
    browser_page.set_viewport_size(request.param)
    return browser_page


def test_from_signing_up_to_the_first_step_and_the_settings(page):
    keys, main = Keys(page), page.locator("main")

    def button(name):
        return main.get_by_role("button", name=name, exact=True).first

    def sign_up():
        page.goto("/accounts/signup/")
        keys.write(page.locator("[name=email]"), "ada@example.org")
        keys.write(page.locator("[name=password1]"), "a-long-enough-secret")
        keys.enter(button("Sign up"))
        expect(page).to_have_url(re.compile("/welcome/$"))

    def answer_the_welcome():
        keys.past_the_navigation()
        keys.write(page.locator("[name=name]"), "Ada Lovelace")
        keys.tick(main.get_by_label("Recovery", exact=True))
        expect(main.get_by_label("Recovery", exact=True)).to_be_checked()
        keys.enter(button("Keep this and go on"))
        expect(page).to_have_url(re.compile(r"\d/$"))

    def add_an_application():
        page.goto("/applications/new/")
        keys.write(page.locator("[name=company]"), "Globex")
        keys.write(page.locator("[name=role]"), "Compiler engineer")
        keys.enter(button("Add"))
        expect(page).to_have_url(re.compile(r"/applications/\d+/$"))

    def record_the_no():
        keys.past_the_navigation()
        keys.enter(main.get_by_role("link", name="Record the outcome"))
        expect(page).to_have_url(re.compile("/outcome/$"))
        keys.to(main.locator("[name=kind]").first)
        while not main.locator("[name=kind][value=rejected]").is_checked():
            keys.press("ArrowDown")
        keys.choose(main.locator("[name=last_stage]"), "Interview")
        keys.enter(button("Save"))
        expect(page).to_have_url(re.compile(r"/recovery/for/\d+/$"))

    def do_the_first_step():
        keys.past_the_navigation()
        keys.enter(button("Start now"))
        expect(page).to_have_url(re.compile(r"/steps/[\w-]+/$"))
        first = page.url
        keys.past_the_navigation()
        keys.enter(button("Done"))
        expect(page).not_to_have_url(first)
        assert RecoveryStep.objects.filter(state=RecoveryStep.State.DONE).exists()

    def change_the_settings():
        page.goto("/settings/")
        keys.past_the_navigation()
        keys.to(main.locator("[name=theme]:checked"))
        while not main.locator("[name=theme][value=dark]").is_checked():
            keys.press("ArrowDown")
        keys.enter(button("Save"))
        expect(page.locator("#messages")).to_contain_text("Saved")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"

    sign_up()
    answer_the_welcome()
    add_an_application()
    record_the_no()
    do_the_first_step()
    change_the_settings()
