"""What opens over a page: name, role and state in the accessibility tree, by keyboard alone, and nothing for axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility.looks import COLOURS, axe, look, put_into
from tests.accessibility.tree import nodes
from tests.accessibility.visit import PHONE, WIDE
from tests.keys import Keys

pytestmark = pytest.mark.browser

TOUCH = 44


class Place:
    """One page in ada's tab, with what a reader is given and what axe says of it as it stands."""

    def __init__(self, visit, visitor="ada"):
        self.tab = visit.tab(visitor)
        self.remote = visit.remotes[visitor]
        self.keys = Keys(self.tab)

    def open(self, name, *args, size=WIDE):
        self.tab.set_viewport_size(size)
        self.tab.goto(reverse(name, args=args))
        put_into(self.tab)

    def given(self, selector):
        return nodes(self.remote, selector)

    def problems(self):
        found = axe(self.tab) + look(self.tab, "tooWide")
        self.tab.emulate_media(color_scheme="dark")
        found += axe(self.tab, COLOURS)
        self.tab.emulate_media(color_scheme="light")
        return found


@pytest.fixture
def place(visit):
    return Place(visit)


def test_a_menu_says_whether_it_is_open_and_gives_the_focus_back(place, world):
    place.open("nudges:plan-show")
    menu = place.tab.locator(".drop").first
    place.keys.to(menu.locator("summary"))
    closed = place.given(".drop")
    place.keys.press("Enter")
    opened = place.given(".drop")
    place.keys.press("ArrowDown")

    assert [(node.role, node.states["expanded"]) for node in closed if "expanded" in node.states] == [
        ("DisclosureTriangle", False)
    ]
    assert next(node for node in opened if "expanded" in node.states).states["expanded"] is True
    assert next(node for node in opened if "expanded" in node.states).name.startswith("Later")
    assert all(node.name for node in opened if node.role == "button")
    expect(menu.locator("button").first).to_be_focused()
    assert place.problems() == []

    place.keys.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    assert not menu.evaluate("menu => menu.open")


def test_the_menu_of_the_dock_opens_and_closes_on_a_phone(place, world):
    place.open("nudges:today-show", size=PHONE)
    more = place.tab.locator(".dock summary")
    place.keys.to(more)
    place.keys.press("Enter")
    place.keys.press("Tab")

    assert [node.name for node in place.given(".dock") if node.role == "navigation"] == ["Quick navigation", "Main"]
    assert look(place.tab, "tooSmall", TOUCH) + place.problems() == []
    place.keys.press("Escape")
    expect(more).to_be_focused()


def test_a_question_is_a_dialog_with_a_name_and_is_left_to_where_one_was(place, world):
    place.open("applications:application-detail", world.closed.pk)
    link = place.tab.locator("a[data-dialog]").first
    for size in (WIDE, PHONE):
        place.tab.set_viewport_size(size)
        opener = ask(place, link)
        dialog = place.given("#dialog")[0]
        place.keys.look()

        assert (dialog.role, dialog.states["modal"]) == ("dialog", True)
        assert dialog.name.startswith("Delete this application")
        assert place.problems() == []
        assert all(stays_in_dialog(place) for _ in range(6))
        place.keys.page.keyboard.press("Escape")
        expect(place.tab.locator("dialog[open]")).to_have_count(0)
        expect(opener).to_be_focused()


def ask(place, link):
    """Opens the question. A link in a menu is not on the way until the menu is open, and gone after it."""
    summary = link.locator("xpath=ancestor::details/summary")
    opener = summary.first if summary.count() else link
    place.keys.to(opener)
    if summary.count():
        place.keys.press("Enter")
        place.keys.to(link)
    place.keys.page.keyboard.press("Enter")
    expect(place.tab.locator("dialog[open]")).to_be_visible()
    return opener


def stays_in_dialog(place):
    """Beyond the last stop comes the browser's own frame, where nothing of the page has the focus."""
    place.tab.keyboard.press("Tab")
    return place.tab.evaluate("document.activeElement === document.body || dialog.contains(document.activeElement)")


def test_a_refused_question_is_asked_again_in_its_place(visit, world):
    place = Place(visit, "operator")
    place.open("styleguide")
    ask(place, place.tab.locator("#main a[data-dialog]").first)
    place.keys.write(place.tab.locator("dialog [name=words]"), " ")
    place.keys.enter(place.tab.locator("dialog button[type=submit]").first)

    field = place.tab.locator("dialog [aria-invalid=true]")
    expect(field).to_be_focused()
    assert place.problems() + look(place.tab, "errors") == []


def test_faces_are_choices_with_words_and_a_bar_says_its_value(visit, world):
    place = Place(visit, "operator")
    place.open("styleguide")
    given = place.given("#main")

    begin = next(at for at, node in enumerate(given) if (node.role, node.name) == ("group", "How is today?"))
    faces = [node for node in given[begin:] if node.role == "radio"][:5]
    assert [node.name for node in faces] == ["very low", "low", "so-so", "all right", "good"]
    assert [node.states["checked"] for node in faces] == ["false", "false", "true", "false", "false"]
    assert all(node.name and node.states["valuetext"] for node in given if node.role == "slider")
    assert all(node.name for node in given if node.role in {"image", "button", "link", "combobox", "textbox", "region"})


def test_steps_say_how_they_stand_and_which_one_is_next(place, world):
    place.open("recovery:recovery-detail", world.recovery.pk)
    items = place.tab.locator("ol.steps > li")

    expect(place.tab.locator("[aria-current=step]")).to_have_count(1)
    for item in items.all():
        title, standing = item.locator("a").inner_text(), item.locator(".small").inner_text().strip()
        assert title and standing and "%" not in standing


def test_a_toast_is_said_can_be_taken_back_and_closed_without_losing_one_s_place(place, world):
    place.open("applications:interview-list")
    place.keys.enter(place.tab.get_by_role("button", name="It was cancelled").first)
    toast = place.tab.locator("#messages .toast")
    expect(toast).to_contain_text("Cancelled")
    toast.hover()  # under somebody's pointer it stays, however long the rest takes here
    given = place.given("#messages")

    assert (given[0].role, given[0].states["live"]) == ("status", "polite")
    assert [node.name for node in given if node.role == "button"] == ["Undo", "Close this message"]
    assert place.problems() == []
    place.keys.to(toast.locator("[data-dismiss]"), back=True)
    place.tab.keyboard.press("Enter")
    expect(toast).to_have_count(0)
    assert place.tab.evaluate("document.activeElement !== document.body")
