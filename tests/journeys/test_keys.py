"""The list by single keys, in a real browser."""

import pytest

from tests.factories import make_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows(ada, now):
    return [make_application(ada, now=now, role=role, company="Initech") for role in ("Third", "Second", "First")]


@pytest.fixture
def page(browser_page, live_server, ada_client):
    cookie = ada_client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return browser_page


def focused(page) -> str:
    script = "(at) => (at === document.body ? '' : at.innerText || at.name || '')"
    return page.evaluate(f"({script})(document.activeElement)")


def test_j_k_x_o_and_slash_do_what_the_help_says(page, rows):
    page.goto("/applications/")
    page.keyboard.press("j")
    assert "First" in focused(page)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator('[name="pick"]:checked').count() == 1
    assert page.locator(".acts").is_visible()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("jjx?")
    assert page.input_value("[name=q]") == "jjx?"
    assert not page.locator("dialog[open]").count()


def test_the_question_mark_shows_the_keys_and_a_person_can_switch_them_off(page, ada, rows):
    page.goto("/applications/")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] kbd")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+j")
    assert "First" not in focused(page)

    ada.has_shortcuts = False
    ada.save()
    page.goto("/applications/")
    page.keyboard.press("j")
    assert "First" not in focused(page)


def test_all_on_the_page_are_ticked_at_once_and_closed_with_a_way_back(page, ada, rows):
    page.goto("/applications/")
    page.check("[data-pick-all]")
    page.select_option(".acts [name=outcome]", "ghosted")
    page.click(".acts button:text-is('Close')")
    page.wait_for_selector(".toast-undo")
    assert ada.applications.open().count() == 0
    page.click(".toast-undo")
    page.wait_for_selector("text=Taken back")
    assert ada.applications.open().count() == 3
