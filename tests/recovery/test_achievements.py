"""The bank of achievements: its page, its text, and what of it fits a role."""

import pytest

from accounts.undo import undo_of
from recovery import bank
from recovery.models import Achievement
from tests.factories import make_achievement, make_application

BANK = "/recovery/achievements/"


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


def card(**fields):
    return Achievement(**{"title": "", "situation": "", "action": "", "result": "", "tags": []} | fields)


def test_a_card_is_kept_found_by_word_and_tag_and_put_into_better_words(ada_client, ada, now):
    make_achievement(ada, action="I wrote to every customer", now=now)
    posted = {"title": "The build", "action": "I cut it to a minute", "tags": "CI, speed"}
    page = ada_client.post(f"{BANK}new/", posted, follow=True).content.decode()
    assert "The build" in page and "every customer" in page

    for narrowed in (f"{BANK}?q=minut", f"{BANK}?tag=ci"):
        found = ada_client.get(narrowed).content.decode()
        assert "The build" in found and "every customer" not in found

    kept = ada.achievements.get(title="The build")
    ada_client.post(f"{BANK}{kept.pk}/edit/", posted | {"tags": "speed", "result": "Nobody waits any more"})
    kept.refresh_from_db()
    assert (kept.tags, kept.result) == (["speed"], "Nobody waits any more")


def test_a_card_without_words_comes_back_with_what_was_typed(ada_client):
    answer = ada_client.post(f"{BANK}new/", {"title": "Only a title", "tags": "CI"})
    assert answer.status_code == 422 and "Only a title" in answer.content.decode()
    answer = ada_client.post(f"{BANK}new/", {"title": "x" * 300})
    assert answer.status_code == 422 and "onstraint" not in answer.content.decode()


def test_deleting_a_card_can_be_undone(ada_client, ada, now):
    kept = make_achievement(ada, now=now)
    page = ada_client.post(f"{BANK}{kept.pk}/delete/", follow=True)
    undo = undo_of(list(page.context["messages"])[0])
    assert kept.action not in page.content.decode().replace(f"“{kept}”", "") and not bank.cards_of(ada)
    ada_client.post(undo.url)
    assert bank.cards_of(ada) == [kept]


def test_the_text_for_a_cv_is_plain_and_holds_what_was_looked_for(ada_client, ada, now):
    make_achievement(ada, title="The build", situation="It took an hour", action="I cut it", tags=["CI"], now=now)
    make_achievement(ada, title="The letters", now=now)
    answer = ada_client.get(f"{BANK}text/?tag=ci")
    assert answer["Content-Type"].startswith("text/plain") and "attachment" in answer["Content-Disposition"]
    assert answer.content.decode() == "The build\nHow it was: It took an hour\nWhat I did: I cut it\n"


def test_a_card_may_name_the_application_it_comes_from_and_no_other_persons(ada_client, ada, bob, now):
    own, other = make_application(ada, now=now), make_application(bob, now=now)
    for application in (own, other):
        ada_client.post(f"{BANK}new/", {"action": "x", "application": application.pk})
    assert set(ada.achievements.values_list("application", flat=True)) == {own.pk, None}


def test_what_fits_a_role_comes_first_and_a_named_tag_counts_most():
    postgres = card(action="I moved the orders to PostgreSQL")
    people = card(action="I led four people through the move", tags=["leading"])
    build = card(action="I cut the build to a minute", tags=["C#"])
    latest = card(action="I wrote the handbook")
    cards = [latest, build, people, postgres]

    assert bank.fitting(cards, role="Database engineer", posting="Our orders live in postgresql")[0] == postgres
    assert bank.fitting(cards, role="Head of data, leading a team")[0] == people
    assert bank.fitting(cards, role="C# developer")[0] == build
    assert bank.fitting(cards, role="Gardener") == [latest, build, people]
    assert bank.fitting([], role="Gardener") == []
