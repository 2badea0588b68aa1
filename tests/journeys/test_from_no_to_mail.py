"""The main story in a real browser: from signing up to a no, its first step, the mail after it, and out of the list."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from nudges.models import Nudge
from recovery.models import RecoveryStep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_no_to_the_mail_that_follows_and_out_of_the_list(transactional_db, pack, browser_page, client):
    page, main = browser_page, browser_page.locator("main")

    def press(name, **how):
        main.get_by_role("button", name=name, **how).first.click()

    def sign_up():
        page.goto("/accounts/signup/")
        page.fill("[name=email]", "ada@example.org")
        page.fill("[name=password1]", "a-long-enough-secret")
        press("Sign up")
        expect(page).to_have_url(re.compile("/welcome/$"))

    def say_yes_to_recovery_notes():
        assert not main.locator("[name=lists]:checked").count()
        expect(main.locator("[name=time_zone]")).not_to_have_value("")
        page.fill("[name=name]", "Ada Lovelace")
        main.get_by_label("Recovery", exact=True).check()
        press("Keep this and go on")
        expect(main).to_contain_text("Begin with one")

    def add_an_application():
        page.fill("[name=company]", "Globex")
        page.fill("[name=role]", "Compiler engineer")
        press("Add application")
        expect(page).to_have_url(re.compile(r"/applications/\d+/$"))

    def arrange_an_interview():
        main.get_by_role("link", name="Add an interview").click()
        page.fill("[name=starts_at]", f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT10:00}")
        press("Save")
        expect(page).to_have_url(re.compile(r"/applications/\d+/$"))
        expect(main).to_contain_text("10:00")

    def record_the_no():
        page.goto("/applications/")
        main.get_by_role("link", name="Compiler engineer").first.click()
        main.get_by_role("link", name="Record the outcome").click()
        main.locator("[name=kind][value=rejected]").check()
        page.select_option("[name=last_stage]", "interview")
        page.select_option("[name=no_kind]", "personal_mail")
        press("Save")
        expect(page).to_have_url(re.compile(r"/recovery/for/\d+/$"))
        expect(main).to_contain_text("Nothing has to happen now")

    def do_the_first_step():
        press("Start now")
        expect(page).to_have_url(re.compile(r"/recovery/\d+/steps/[\w-]+/$"))
        first = page.url
        press("Done", exact=True)
        expect(page).not_to_have_url(first)
        assert RecoveryStep.objects.get(state=RecoveryStep.State.DONE).done_at

    def read_the_plan():
        page.goto("/nudges/")
        expect(main).to_contain_text("One question to the employer")
        expect(main).to_contain_text("By e-mail")

    def get_the_mail():
        planned = Nudge.objects.filter(state=Nudge.State.PLANNED, channel=Nudge.Channel.MAIL).order_by("due_at").first()
        call_command("nudges", "send", "--at", planned.due_at.isoformat(), verbosity=0)
        page.goto("/nudges/history/")
        expect(main).to_contain_text("Sent")
        return mail.outbox[-1]

    sign_up()
    say_yes_to_recovery_notes()
    add_an_application()
    arrange_an_interview()
    record_the_no()
    do_the_first_step()
    read_the_plan()
    message = get_the_mail()

    assert message.to == ["ada@example.org"]
    assert "Globex" not in message.subject
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    # What a mail program does when its own button is pressed: no cookie, no form of ours.
    address = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200

    page.goto("/nudges/settings/")
    expect(main.get_by_label("Recovery", exact=True)).not_to_be_checked()
