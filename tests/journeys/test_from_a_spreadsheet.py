"""Leaving a spreadsheet: from the empty list to all applications and back, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from applications.models import JobApplication
from recovery.models import Recovery
from tests.journeys.conftest import SIZES
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINE = (
    "My applications;;;\n"
    "Firma;Stelle;Beworben am;Status\n"
    "Initech GmbH;Tester (m/w/d);03/04/2026;Absage nach Gespräch\n"
    "Hooli;Designer;05/04/2026;Beworben\n"
    "Hooli;Designer;05/04/2026;Beworben\n"
    ";Nobody knows;;\n"
)


@pytest.fixture
def page(browser, live_server, pack, ada, ada_client):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=SIZES["phone"])
    page = context.new_page()
    sign_in(page, ada_client, live_server)
    yield page
    context.close()


def test_five_minutes_without_scripts(page):
    page.goto("/applications/")
    page.get_by_role("link", name="Bring your applications from a spreadsheet").click()
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": MINE.encode("cp1252")}
    page.get_by_label("A file").set_input_files(files=[file])
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_label("What “Firma” is")).to_have_value("company")
    page.get_by_role("button", name="Go on").click()

    page.get_by_label("3 April 2026").check()
    expect(page.get_by_label("Absage nach Gespräch")).to_have_value("rejected@interview")
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="2 are new")).to_be_visible()
    expect(page.get_by_role("heading", name="1 seems to be here already")).to_be_visible()
    expect(page.get_by_role("heading", name="1 row cannot be brought in")).to_be_visible()
    assert not JobApplication.objects.exists()
    page.get_by_role("button", name="Bring them in").click()

    expect(page.get_by_role("heading", name="Your applications are here")).to_be_visible()
    assert (JobApplication.objects.count(), Recovery.objects.count()) == (2, 0)
    with page.expect_download() as file:
        page.get_by_role("link", name="Download what was left out").click()
    assert "Nobody knows" in file.value.path().read_text("utf-8-sig")

    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#messages")).to_contain_text("Taken back.")
    assert not JobApplication.objects.exists()
