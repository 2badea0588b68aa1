"""A CV from its file to the interview it led to, and one application in two tabs at once; also without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from applications.models import JobApplication
from tests.factories import make_application
from tests.files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def context(request, browser, live_server, ada_client):
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        service_workers="block",
    )
    cookie = ada_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url, "httpOnly": True}])
    yield context
    context.close()


@pytest.fixture
def application(ada, now):
    return make_application(ada, company="Globex", role="Compiler engineer", stage="preparing", now=now)


def test_a_cv_is_kept_sent_along_and_leads_to_an_interview(context, application, tmp_path):
    page = context.new_page()
    main = page.locator("main")
    here = application.get_absolute_url()

    def press(name):
        main.get_by_role("button", name=name, exact=True).first.click()

    def keep_the_cv():
        page.goto("/documents/")
        main.get_by_role("link", name="Add a document").first.click()
        (tmp_path / "My CV.pdf").write_bytes(PDF)
        page.set_input_files("[name=file]", tmp_path / "My CV.pdf")
        page.fill("[name=label]", "for compilers")
        press("Keep")
        expect(main.get_by_role("heading", level=1)).to_have_text("My CV")
        expect(main).to_contain_text("not sent yet")

    def send_it_along():
        page.goto(here)
        main.get_by_text("Choose what you sent").click()
        main.get_by_label("My CV, version 1: for compilers").check()
        main.locator("#documents form").get_by_role("button", name="Save").click()
        expect(main.locator("#documents")).to_contain_text("for compilers")

    def apply_and_be_invited():
        page.goto(f"{here}edit/")
        page.select_option("[name=stage]", "applied")
        press("Save")
        expect(page).to_have_url(re.compile(rf"{here}"))
        page.goto(f"{here}interviews/new/")
        page.fill("[name=starts_at]", "2027-01-12T10:00")
        main.locator("form:has([name=starts_at])").get_by_role("button", name=re.compile("Save|Add")).first.click()
        expect(page).not_to_have_url(re.compile("/interviews/new/"))

    def see_what_came_of_it():
        page.goto("/documents/")
        main.get_by_role("link", name="My CV").click()
        version = main.locator("[id^=version-]")
        expect(version).to_contain_text("sent with 1 application")
        expect(version).to_contain_text("1 reached an interview")
        expect(main).to_contain_text("Compiler engineer")

    def get_it_back():
        with page.expect_download() as download:
            main.get_by_role("link", name="Download").first.click()
        assert download.value.suggested_filename == "My CV.pdf"
        assert Path(download.value.path()).read_bytes() == PDF

    keep_the_cv()
    send_it_along()
    apply_and_be_invited()
    see_what_came_of_it()
    get_it_back()


def test_two_tabs_with_one_application_lose_nothing(context, application):
    address = f"{application.get_absolute_url()}edit/"
    one, other = context.new_page(), context.new_page()
    for tab in (one, other):
        tab.goto(address)

    def save(tab):
        tab.locator("main form#application-form").get_by_role("button", name="Save").click()

    one.fill("[name=notes]", "They are kind.")
    one.fill("[name=location]", "Berlin")
    save(one)
    expect(one).to_have_url(re.compile(rf"{application.get_absolute_url()}$"))

    other.fill("[name=notes]", "They seem rushed.")
    other.fill("[name=source]", "A friend")
    save(other)
    expect(other.locator("section.notice:has(#meanwhile)")).to_contain_text("Notes")
    asked = other.locator("#application-form")
    expect(asked).to_contain_text("They are kind.")
    expect(asked).to_contain_text("They seem rushed.")
    expect(other.locator("[name=notes]")).to_have_value("They seem rushed.")
    expect(other.locator("[name=location]")).to_have_value("Berlin")

    asked.get_by_label(re.compile("What was saved meanwhile")).check()
    save(other)
    expect(other).to_have_url(re.compile(rf"{application.get_absolute_url()}$"))
    kept = JobApplication.objects.get()
    assert (kept.notes, kept.location, kept.source) == ("They are kind.", "Berlin", "A friend")


def test_a_note_is_written_deleted_and_taken_back(context, application):
    page = context.new_page()
    page.goto(application.get_absolute_url())
    history = page.locator("#timeline")
    history.get_by_label("A note").fill("Ask about **pay**")
    history.get_by_role("button", name="Add the note").click()
    expect(history.locator(".note strong")).to_have_text("pay")

    history.get_by_role("button", name="Delete the note").click()
    expect(history.locator(".note")).to_have_count(0)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(history.locator(".note strong")).to_have_text("pay")


@pytest.mark.parametrize("context", [True], indirect=True, ids=["with scripts"])
def test_a_file_that_is_too_large_is_told_before_it_travels(context, tmp_path):
    page = context.new_page()
    page.goto("/documents/new/")
    (tmp_path / "large.pdf").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    page.set_input_files("[name=file]", tmp_path / "large.pdf")
    page.get_by_role("button", name="Keep").click()

    assert page.evaluate("document.querySelector('[name=file]').validationMessage") == "That file is larger than 10 MB."
    expect(page).to_have_url(re.compile("/documents/new/$"))
