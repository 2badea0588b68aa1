"""How things lie on a page: words whole, tags beside each other, what is chosen as high as what is not, and paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import JobApplication, ListLook
from tests.accounts.second import sure
from tests.factories import make_application, make_outcome
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, PAPER = {"width": 360, "height": 740}, {"width": 794, "height": 1123}
# The words within these elements that do not stand on one line.
BROKEN = r"""(nodes) => nodes.flatMap((node) => {
  const broken = [], range = document.createRange();
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/\S+/g)) {
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word);
    }
  }
  return broken;
})"""

EDGES = "(pieces) => pieces.map((piece) => Math.round(piece.getBoundingClientRect().right))"


@pytest.fixture
def page(browser_page, live_server, ada_client):
    sign_in(browser_page, ada_client, live_server)
    return browser_page


@pytest.fixture
def phone(browser, live_server, ada_client):
    """Ada's page under a finger."""
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, is_mobile=True, service_workers="block"
    )
    page = context.new_page()
    sign_in(page, ada_client, live_server)
    yield page
    context.close()


def test_a_list_of_closed_ones_breaks_no_word_of_its_heads_and_no_ending(ada, page):
    now = timezone.now()
    for number, kind in enumerate(["ghosted", "rejected", "role_closed"] * 2):
        then = now - timedelta(days=40 + number)
        fields = {"role": "Design systems engineer", "company": f"Elm Street Bakery {number}", "stage": "applied"}
        make_outcome(make_application(ada, now=then, applied_on=then.date(), **fields), kind=kind, now=now)
    page.goto("/applications/?closed=on")

    heads = page.locator(".listing thead th a")
    assert heads.count() > 4 and heads.evaluate_all(BROKEN) == []
    assert {name.bounding_box()["height"] for name in page.locator(".chip-ending").all()} == {
        page.locator(".chip-ending").first.bounding_box()["height"]
    }


def test_with_all_columns_the_list_scrolls_and_the_page_does_not(ada, page):
    ListLook.objects.create(user=ada, columns=ListLook.Column.values)
    make_application(ada, role="Design systems engineer", location="Amsterdam", now=timezone.now())
    page.goto("/applications/")
    room, name = page.locator(".listing-room"), page.locator(".listing .name")
    far = room.evaluate("(room) => (room.scrollLeft = room.scrollWidth, room.scrollLeft)")

    assert far > 100 and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert name.bounding_box()["x"] >= room.bounding_box()["x"]


def test_from_right_to_left_role_and_company_begin_below_each_other_whatever_their_script(ada, page):
    make_application(ada, role="Interaction designer", company="Blue", now=timezone.now())
    page.goto("/applications/")
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert len(set(page.locator(".listing .name bdi").evaluate_all(EDGES))) == 1


def test_many_tags_go_on_in_the_next_line_of_a_phone_instead_of_breaking(ada, phone):
    tags = ["Dream company", "Berlin", "Public sector", "Referral", "Four days a week", "Remote"]
    phone.goto(make_application(ada, now=timezone.now(), tags=tags).get_absolute_url())

    chips = phone.get_by_label("Tags", exact=True).locator("a.chip")
    assert chips.count() == len(tags) + 1 and chips.evaluate_all(BROKEN) == []


def test_the_chosen_chip_is_drawn_no_higher_under_a_finger_than_its_neighbours(ada, phone):
    now = timezone.now()
    make_application(ada, stage="applied", now=now - timedelta(days=200))
    make_application(ada, stage="applied", now=now)
    phone.goto("/applications/figures/")

    chosen, others = phone.locator("main a.chip[aria-current]"), phone.locator("main a.chip:not([aria-current])")
    assert chosen.bounding_box()["height"] >= 44 and others.count()
    clips = "(chips) => chips.map((chip) => getComputedStyle(chip).backgroundClip)"
    assert set(chosen.evaluate_all(clips)) == set(others.evaluate_all(clips)) == {"padding-box"}


def test_what_an_app_is_to_be_told_can_be_read_in_full_on_a_phone(ada, phone, live_server):
    sign_in(phone, sure(ada), live_server)
    phone.goto("/accounts/2fa/totp/activate/")
    secret = phone.locator("#app-secret")

    assert len(secret.input_value().replace(" ", "")) == 32
    assert secret.evaluate("(box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]") == [
        0,
        0,
    ]


def test_a_printed_board_holds_every_stage_and_every_card_but_no_buttons(ada, page):
    for stage in JobApplication.Stage.values:
        for number in range(3):
            make_application(ada, company=f"{stage} {number}", stage=stage, now=timezone.now())
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.goto("/applications/board/")

    cards = page.locator(".board-card")
    assert cards.count() == 3 * len(JobApplication.Stage.values)
    assert max(cards.evaluate_all(EDGES)) <= PAPER["width"]
    assert not [button for button in page.locator("button, .button").all() if button.is_visible()]


def test_what_was_said_after_an_act_lies_below_the_menu_that_is_opened_next(ada, phone):
    application = make_application(ada, role="Engineer", stage="applied", now=timezone.now())
    phone.goto(f"/applications/{application.pk}/edit/")
    phone.get_by_role("button", name="Save", exact=True).first.click()
    phone.locator(".toast:visible").wait_for()
    phone.locator(".dock .menu > summary").tap()
    menu, said = phone.locator(".dock .menu > .navigation"), phone.locator(".toast:visible").bounding_box()

    x, y = said["x"] + said["width"] / 2, said["y"] + said["height"] / 2
    assert menu.evaluate("(menu, at) => menu.contains(document.elementFromPoint(...at))", [x, y])


def test_on_a_phone_the_company_stands_below_the_role_in_every_row(ada, phone):
    for role, company in [("Lead", "Elm"), ("Design systems engineer", "Elm Street Bakery")]:
        make_application(ada, role=role, company=company, now=timezone.now())
    phone.goto("/applications/")

    for name in phone.locator(".listing .name").all():
        role, company = (part.bounding_box() for part in name.locator("bdi").all())
        assert role["x"] == company["x"] and role["y"] < company["y"]
