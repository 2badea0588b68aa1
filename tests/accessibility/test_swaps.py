"""Where a piece of a page is replaced nobody loses their place, and what has changed is said aloud."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error, expect

from advice.models import Article
from tests.factories import make_application
from tests.keys import Keys

pytestmark = pytest.mark.browser

TEMPLATES = Path(settings.BASE_DIR) / "templates"


class Reader:
    """A person with a keyboard and a screen reader: what has the focus, and what the live regions said."""

    def __init__(self, visit, world):
        self.tab, self.world = visit.tab("ada"), world
        self.keys, self.main = Keys(self.tab), self.tab.locator("main")

    def open(self, name, *args):
        self.tab.goto(reverse(name, args=args))

    def button(self, name, within=None):
        return (within or self.main).get_by_role("button", name=name).first

    def hears(self, words, region="#messages"):
        expect(self.tab.locator(region)).to_contain_text(words)

    def is_at(self, locator):
        expect(locator).to_be_focused()
        self.keys.look()


def moves_on_the_board(reader):
    reader.open("applications:board")
    card = reader.main.locator(f"#application-{reader.world.open.pk}")
    reader.keys.enter(card.locator(".board-move"))
    reader.keys.enter(reader.tab.locator("#board-moves").get_by_role("button", name="Offer"))
    reader.hears("Offer")
    reader.is_at(card.locator(".board-move"))


def keeps_the_dates(reader):
    reader.tab.goto(f"{reverse('applications:board')}?moved={reader.world.open.pk}")
    card = reader.main.locator(f"#application-{reader.world.open.pk}")
    reader.keys.enter(reader.button("Keep the dates", card))
    reader.hears("the dates are kept")
    expect(card.locator("form")).to_have_count(0)


def sees_more_of_a_stage(reader):
    now = timezone.now()
    for number in range(30):
        make_application(reader.world.ada, company="Many", role=f"Role {number}", now=now)
    reader.open("applications:board")
    column = reader.main.locator("#column-saved")
    column.locator(".board-more").scroll_into_view_if_needed()
    expect(column.locator(".board-card")).to_have_count(int(column.locator("h2 .chip").get_attribute("data-count")))


def opens_the_closed_ones(reader):
    reader.open("applications:board")
    reader.keys.enter(reader.main.locator("#column-closed summary"))
    expect(reader.main.locator("#column-closed h3").first).to_be_visible()
    reader.is_at(reader.main.locator("#column-closed summary"))


def cancels_an_interview(reader):
    reader.open("applications:interview-list")
    row = reader.main.locator(f"#interview-{reader.world.interview.pk}")
    reader.keys.enter(reader.button("It was cancelled", row))
    reader.hears("Cancelled")
    reader.is_at(reader.button("It takes place after all", row))


def searches_the_list(reader):
    reader.open("applications:application-list")
    reader.keys.write(reader.main.locator("[name=q]"), "no such word")
    reader.hears("Nothing found", "#announcer")
    reader.is_at(reader.main.locator("[name=q]"))


def looks_a_link_up(reader):
    fetch = reader.world.ada.posting_fetches.create(url="https://example.org/8", asked_at=timezone.now())
    reader.open("applications:posting-show", fetch.pk)
    role = reader.main.locator("[name=role]")
    reader.keys.write(role, "Nurse")
    fetch.state, fetch.problem, fetch.finished_at = "failed", "nothing", timezone.now()
    fetch.save()
    reader.hears("which job it is about", "#announcer")
    reader.is_at(role)


def puts_a_note_off(reader):
    reader.open("nudges:plan-show")
    reader.keys.to(reader.main.locator(".drop > summary").first)
    reader.keys.press("Enter")
    reader.keys.enter(reader.main.locator(".drop[open] form button").first)
    reader.hears("Later it is.")
    reader.is_at(reader.main.locator("#plan-title"))


def sends_a_note_at_once(reader):
    reader.open("nudges:plan-show")
    reader.keys.enter(reader.button("Send now"))
    reader.hears(re.compile(r"\w"))
    reader.is_at(reader.main.locator("#plan-title"))


def wants_no_notes_about_an_application(reader):
    reader.open("applications:application-detail", reader.world.open.pk)
    reader.keys.enter(reader.button("Stop notes about this application"))
    reader.hears("No more notes about this one")
    reader.is_at(reader.main.get_by_text("No notes are planned about this application."))


def pauses_all_notes(reader):
    reader.open("nudges:plan-show")
    reader.keys.enter(reader.button("Pause all"))
    reader.hears("All notes are paused")
    reader.is_at(reader.main.locator("#plan-title"))
    reader.keys.enter(reader.button("Resume"))
    reader.hears("Notes come again")
    reader.is_at(reader.main.locator("#plan-title"))


def says_no_to_notes(reader):
    reader.open("recovery:recovery-for", reader.world.closed.pk)
    reader.keys.enter(reader.button("No, thank you"))
    reader.hears("Nothing comes by e-mail")
    reader.is_at(reader.main.locator("h1"))


def answers_a_step(reader):
    """First an answer that is only kept, then one that changes what is asked."""
    reader.open("recovery:step-detail", reader.world.recovery.pk, "explanations_map")
    first = reader.main.locator("[name=first_belief]")
    reader.keys.write(first, "They found someone closer")
    reader.keys.press("Tab")
    reader.hears("Saved", "#saved-first_belief")
    reader.keys.enter(reader.button("All on one page"))
    expect(reader.main.locator("[name=balanced_line]")).to_be_visible()
    blame = reader.main.get_by_label("me", exact=True)
    reader.keys.tick(blame)
    expect(reader.main.locator(".reframes").first).to_be_visible()
    reader.is_at(blame)


def goes_on_in_a_step(reader):
    reader.open("recovery:step-detail", reader.world.recovery.pk, "write_it_out")
    reader.keys.enter(reader.button("Next"))
    heading = reader.main.locator("h2.leaf-place")
    expect(heading).to_contain_text("Part 2")
    reader.is_at(heading)


def says_whether_a_text_helped(reader):
    """First with one answer, then with another: each time one stays on the button that was pressed."""
    reader.open("advice:article-detail", Article.objects.first().slug)
    for name in ("A little", "No"):
        button = reader.main.get_by_role("group", name="Did this help?").get_by_role("button", name=name, exact=True)
        reader.keys.enter(button)
        expect(button).to_have_attribute("aria-pressed", "true")
        reader.hears("Counted, without your name.", "#announcer")
        reader.is_at(button)


# In an order in which each still finds something to do.
ACTS = [
    ("nudges/_act.html", wants_no_notes_about_an_application),
    ("nudges/_later.html", puts_a_note_off),
    ("nudges/_act.html", sends_a_note_at_once),
    ("nudges/plan/_pause.html", pauses_all_notes),
    ("nudges/panels/_first_no.html", says_no_to_notes),
    ("applications/_board.html", moves_on_the_board),
    ("applications/_board.html", opens_the_closed_ones),
    ("applications/moving/_dates.html", keeps_the_dates),
    ("applications/board/_cards.html", sees_more_of_a_stage),
    ("applications/interviews/_interview.html", cancels_an_interview),
    ("applications/applications/list.html", searches_the_list),
    ("applications/postings/_state.html", looks_a_link_up),
    ("advice/_helped.html", says_whether_a_text_helped),
    ("recovery/steps/_control.html", answers_a_step),
    ("recovery/steps/_turning.html", goes_on_in_a_step),
]


def test_every_template_that_replaces_a_piece_is_tried():
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"hx-(get|post|put|patch|delete)=", path.read_text())
    }

    assert found == {template for template, _ in ACTS}


def test_after_each_act_one_stands_somewhere_and_has_heard_what_changed(world, visit):
    wrong = {}
    for template, act in ACTS:
        try:
            act(Reader(visit, world))
        except (AssertionError, Error) as problem:
            wrong[f"{template}, {act.__name__}"] = str(problem)[:400]

    assert wrong == {}, "\n\n".join(f"{template}: {problem}" for template, problem in wrong.items())
