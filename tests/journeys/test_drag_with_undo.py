"""Cards of the board are carried by mouse, finger and keyboard; they move at once, and come back after a slip."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from applications.models import JobApplication
from tests.factories import make_application
from tests.journeys.hands import Finger, Mouse, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def applications(ada, now):
    names = ["Initech", "Globex", "Umbrella"]
    return [make_application(ada, company=name, role="Engineer", stage="applied", now=now) for name in names]


@pytest.fixture
def page(browser_page, live_server, ada_client, applications):
    sign_in(browser_page, ada_client, live_server)
    browser_page.set_viewport_size({"width": 1920, "height": 900})  # all columns beside each other
    browser_page.goto("/applications/board/")
    return browser_page


@pytest.fixture
def phone(browser, live_server, ada_client, applications):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, service_workers="block"
    )
    page = context.new_page()
    sign_in(page, ada_client, live_server)
    page.goto("/applications/board/")
    yield page
    context.close()


def card(page, name="Initech"):
    return page.locator(".board-card:not(.board-ghost)", has_text=name)


def column(page, stage):
    return page.locator(f"#column-{stage}")


AT_THE_END = """() => {
  const board = document.querySelector(".board");
  return board.scrollLeft + board.clientWidth > board.scrollWidth - 2;
}"""


# In one go: a card that the answer has just replaced is no longer in the page.
STAGE_OF = """(name) => [...document.querySelectorAll(".board-card:not(.board-ghost)")]
  .find((card) => card.textContent.includes(name))?.closest(".board-column")?.dataset.stage"""


def stage_of(page, name="Initech"):
    """In whose column the card stands at this very moment."""
    return page.evaluate(STAGE_OF, name)


def count(page, stage):
    return column(page, stage).locator("[data-count]").inner_text()


def said(page, words):
    return expect(page.locator("#messages")).to_contain_text(words)


def stored(name="Initech"):
    return JobApplication.objects.get(company__name=name).stage


# --- By mouse ---------------------------------------------------------------------------------------------------------


def test_a_card_moves_at_once_and_undo_brings_it_back_to_its_place(page):
    mouse = Mouse(page)
    places = [one.inner_text().split("\n")[0] for one in column(page, "applied").locator(".board-card").all()]
    mouse.take(card(page, "Globex"))
    mouse.carry(column(page, "interview"))
    mouse.drop()
    assert stage_of(page, "Globex") == "interview"  # before any answer can have come
    assert (count(page, "applied"), count(page, "interview")) == ("2", "1")
    said(page, "Engineer, Globex: Interview.")
    expect(card(page, "Globex").get_by_role("link", name="Add the interview")).to_be_visible()
    assert stored("Globex") == "interview"

    page.get_by_role("button", name="Undo").click()
    assert stage_of(page, "Globex") == "applied"
    said(page, "Engineer, Globex: Applied.")
    assert [one.inner_text().split("\n")[0] for one in column(page, "applied").locator(".board-card").all()] == places
    assert (count(page, "applied"), count(page, "interview")) == ("3", "0")
    assert stored("Globex") == "applied"
    assert page.url.endswith("/board/")


def test_letting_go_is_no_click_and_escape_lets_go_where_it_was(page):
    mouse = Mouse(page)
    mouse.take(card(page))
    mouse.carry(column(page, "saved"))
    page.keyboard.press("Escape")
    mouse.drop()
    assert stage_of(page) == "applied"
    assert page.locator(".board-ghost").count() == 0
    mouse.take(card(page))
    mouse.carry(card(page, "Globex"))  # in its own column
    mouse.drop()
    page.wait_for_timeout(200)
    assert page.url.endswith("/board/") and stage_of(page) == "applied"
    card(page).get_by_role("link", name="Initech", exact=True).click()
    expect(page.get_by_role("heading", name="Engineer")).to_be_visible()


def test_the_board_goes_on_at_its_edge_while_a_card_is_carried(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    mouse = Mouse(page)
    mouse.take(card(page))
    box = page.locator(".board").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 60, steps=4)
    page.wait_for_function(AT_THE_END)
    mouse.carry(column(page, "offer"))
    mouse.drop()
    assert stage_of(page) == "offer"
    said(page, "Offer.")


def test_carried_to_the_closed_ones_it_is_asked_how_it_ended(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    mouse = Mouse(page)
    mouse.take(card(page))
    box = page.locator(".board").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 60, steps=4)
    page.wait_for_function(AT_THE_END)
    mouse.carry(column(page, "closed"))
    mouse.drop()
    page.wait_for_url("**/outcome/")
    assert JobApplication.objects.open().count() == 3


def stands_still(phone):
    """The board has come to where it was sent: nothing of it moves for so many frames."""
    phone.evaluate(
        """async () => {
          const board = document.querySelector(".board");
          for (let still = 0, before = NaN; still < 12; still = board.scrollLeft === before ? still + 1 : 0) {
            before = board.scrollLeft;
            await new Promise(requestAnimationFrame);
          }
        }"""
    )


# --- By finger --------------------------------------------------------------------------------------------------------


def test_a_finger_carries_a_card_to_a_stage_by_its_name(phone):
    finger = Finger(phone)
    phone.locator(".board-stages").get_by_role("link", name="Applied").click()
    expect(card(phone)).to_be_in_viewport()
    stands_still(phone)
    finger.take(card(phone))
    finger.carry(phone.locator(".board-stages").get_by_role("link", name="Screening"))
    finger.drop()
    assert stage_of(phone) == "screening"
    said(phone, "Screening.")
    phone.get_by_role("button", name="Undo").click()
    assert stage_of(phone) == "applied"
    said(phone, "Applied.")


def test_a_finger_that_does_not_rest_scrolls(phone):
    finger = Finger(phone)
    phone.locator(".board-stages").get_by_role("link", name="Applied").click()
    expect(card(phone)).to_be_in_viewport()
    stands_still(phone)
    before = phone.evaluate("document.querySelector('.board').scrollLeft")
    phone.clock.install()
    phone.clock.pause_at(datetime.now() + timedelta(hours=1))  # however busy the machine is, the finger rests nowhere
    finger.put(card(phone))
    finger.move(finger.at[0] - 150, finger.at[1])
    phone.clock.run_for(1_000)
    assert phone.locator(".board-ghost").count() == 0
    finger.drop()
    phone.clock.resume()
    phone.wait_for_function(f"() => document.querySelector('.board').scrollLeft > {before} + 40")
    assert stored() == "applied"


# --- By keyboard ------------------------------------------------------------------------------------------------------


def test_shift_and_an_arrow_move_a_card_and_keep_ones_place(page):
    link = card(page).get_by_role("link", name="Initech", exact=True)
    link.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert stage_of(page) == "screening"
    said(page, "Screening.")
    expect(link).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    said(page, "Preparing.")
    assert (stage_of(page), stored()) == ("preparing", "preparing")
    expect(link).to_be_focused()
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.keyboard.press("Shift+ArrowLeft")
    assert stage_of(page) == "applied"
    said(page, "Applied.")


def test_the_menu_offers_every_stage_and_the_end(page):
    button = card(page).get_by_role("button", name="Move Engineer, Initech to")
    button.focus()
    page.keyboard.press("Space")
    sheet = page.locator("#board-moves")
    expect(sheet.get_by_role("button")).to_have_count(8)
    expect(sheet.get_by_role("button", name="Saved")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(sheet.get_by_role("link", name="It has ended")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert stage_of(page) == "offer"
    expect(button).to_be_focused()
    said(page, "Offer.")
