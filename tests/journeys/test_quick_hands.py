"""Somebody turns to the next part of a step before what they chose or typed has come back saved."""

import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery.models import Answer, Recovery
from tests.browser import PATIENCE
from tests.factories import make_application, make_outcome

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def facts(walker, ada):
    """A step whose first answer changes what is asked, over a connection that brings each saved prompt back late."""
    make_outcome(make_application(ada, stage="offer", now=timezone.now()), now=timezone.now())
    walker.goto(f"/recovery/{Recovery.objects.get().pk}/steps/get_the_facts/")
    late = []

    def bring(route):
        if "only=" not in (route.request.post_data or ""):
            return route.continue_()
        late.append((route, route.fetch()))

    def arrive():
        for route, response in late:
            route.fulfill(response=response)
            walker.wait_for_timeout(200)
        late.clear()

    walker.route("**/save/", bring)
    walker.arrive, walker.late = arrive, late
    yield walker
    walker.unroute_all(behavior="ignoreErrors")


def waited(page):
    """Until something was saved, of which the page has not heard."""
    until(page, 1)


def until(page, number):
    deadline = time.monotonic() + PATIENCE
    while len(page.late) < number:
        assert time.monotonic() < deadline, "nothing was saved"
        page.wait_for_timeout(50)


def test_what_comes_back_late_does_not_turn_the_leaf_back(facts):
    form = facts.locator("form[data-step]")
    form.get_by_label("yes, in writing").check()
    waited(facts)
    form.get_by_role("button", name="Next", exact=True).click()
    expect(facts.locator("h2.leaf-place")).to_have_text("Part 2 of 2")
    facts.arrive()
    facts.wait_for_timeout(300)
    expect(facts.locator("h2.leaf-place")).to_have_text("Part 2 of 2")


def test_what_comes_back_before_the_next_leaf_does_not_lose_it(facts):
    form = facts.locator("form[data-step]")
    form.get_by_label("yes, in writing").check()
    waited(facts)
    with facts.expect_request(lambda request: "to=next" in (request.post_data or "")):
        facts.route("**/save/", lambda route: facts.late.append((route, route.fetch())))
        form.get_by_role("button", name="Next", exact=True).click()
    until(facts, 2)
    facts.arrive()
    expect(facts.locator("h2.leaf-place")).to_have_text("Part 2 of 2")


def test_no_sign_is_left_of_an_answer_whose_place_has_gone(facts):
    """What was chosen brings a new form while the words before it are still on their way."""
    form = facts.locator("form[data-step]")
    form.locator("[name=conditions]").fill("References")
    until(facts, 1)
    form.get_by_label("yes, in writing").check()
    until(facts, 2)
    facts.late.reverse()
    facts.arrive()
    expect(facts.locator("html:not([data-busy])")).to_be_attached()


def test_words_typed_on_are_no_words_of_another_window(facts):
    form = facts.locator("form[data-step]")
    form.locator("[name=conditions]").press_sequentially("References")
    waited(facts)
    form.locator("[name=conditions]").press_sequentially(" and papers")
    form.get_by_role("button", name="Next", exact=True).click()
    facts.arrive()
    expect(facts.locator("h2.leaf-place")).to_have_text("Part 2 of 2")
    assert Answer.objects.get(prompt_key="conditions").secret == "References and papers"
