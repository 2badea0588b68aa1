"""What only a browser can show: copying a letter, and a curator's preview in a tab of its own."""

import re

import pytest
from playwright.sync_api import expect

from advice import content, operations
from advice.models import Article
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page, live_server, transactional_db, client, now):
    """Signed in as a curator, who may use the ordinary pages too; the pack is loaded."""
    content.load(content.read(), now=now)
    cleo = make_user(email="cleo@example.org", name="Cleo", is_staff=True, welcomed_at=now)
    cleo.groups.add(operations.ensure_curators_group())
    client.force_login(cleo)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    browser_page.context.add_cookies([cookie])
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    return browser_page


def test_a_letter_is_copied_once_its_gaps_are_filled_or_removed(page):
    page.goto("/letters/gracious_reply/")
    page.get_by_role("button", name="Copy the text").click()
    status = page.locator("#letter-status")
    expect(status).to_contain_text("First fill this or take it out: [")
    for field in ("role", "contact_name", "company"):
        page.fill(f"[name={field}]", "Grace")
    page.get_by_role("button", name="Put it into the letter").click()
    letter = page.get_by_label("Text", exact=True)
    expect(letter).to_have_value(re.compile("^Dear Grace,"))
    page.wait_for_load_state()
    letter.fill(letter.input_value().replace("[what you talked about]", "soup"))
    page.get_by_role("button", name="Copy the text").click()
    expect(status).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Dear Grace,") and "soup" in copied and copied.rstrip().endswith("Cleo")


def test_a_preview_opens_beside_the_form_and_leaves_what_is_written(page):
    article = Article.objects.get(key="ghosted")
    page.goto(f"/admin/advice/article/{article.pk}/change/")
    page.fill("#id_body", "A **new** text.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").first.click()
    expect(opened.value.locator("article")).to_contain_text("A new text.")
    assert page.input_value("#id_body") == "A **new** text."
    article.refresh_from_db()
    assert article.body != "A **new** text."
