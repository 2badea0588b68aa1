"""A letter that was sent or changed elsewhere: what was typed here is not lost, and writes over nothing unasked."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from applications import operations
from tests.applications.test_own_letters import typed

NEW = "/applications/letters/new/?letter="


def seen(answer):
    return re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1]


def afresh(answer):
    return re.search(r'name="afresh_key" value="([^"]+)"', answer.content.decode())[1]


@pytest.fixture(autouse=True)
def _going_clock(_stopped_clock, monkeypatch, now):
    """Every look at it is a second later."""
    seconds = count()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=next(seconds)))


@pytest.fixture
def draft(ada, ada_client):
    ada_client.post(NEW, typed(act="keep"))
    return ada.own_letters.get()


def test_back_to_the_form_of_a_letter_that_was_sent(ada, ada_client):
    sent = typed(act="sent", seen="")
    ada_client.post(NEW, sent)

    again = sent | {"text": "Typed after all", "act": "keep"}
    answer = ada_client.post(NEW, again)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Typed after all" in page and "noted as sent meanwhile" in page
    assert 'value="sent"' not in page

    new = again | {"act": "afresh", "afresh_key": afresh(answer)}
    first, second = (ada_client.post(NEW, new) for _ in range(2))
    assert first.status_code == 302 and first.url == second.url
    assert sorted(ada.own_letters.values_list("sent_on", flat=True), key=str)[1] is None
    assert {letter.text for letter in ada.own_letters.all()} == {"Dear Grace,\n\nthank you.", "Typed after all"}


@pytest.mark.parametrize("act", ["keep", "sent", "fill"])
def test_a_letter_that_was_sent_in_another_tab(ada, ada_client, draft, now, act):
    operations.mark_letter_sent(draft, sent_on=now.date(), now=now)
    answer = ada_client.post(draft.get_absolute_url(), typed(text="Typed after all", act=act))
    assert answer.status_code == 422 and "Typed after all" in answer.content.decode()

    new = typed(text="Typed after all", act="afresh", afresh_key=afresh(answer))
    assert ada_client.post(draft.get_absolute_url(), new).status_code == 302
    assert ada.own_letters.drafts().get().text == "Typed after all"
    assert ada.own_letters.sent().get() == draft


def test_of_two_tabs_on_one_draft_the_later_one_says_what_stands_there(ada_client, draft):
    address = draft.get_absolute_url()
    opened = seen(ada_client.get(address))
    assert opened
    assert ada_client.post(address, typed(text="From the phone", seen=opened, act="keep")).status_code == 302

    answer = ada_client.post(address, typed(text="From the desk", seen=opened, act="keep"))
    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 422 and draft.text == "From the phone"
    assert "From the phone" in page and "From the desk" in page

    meant = typed(text="Both", seen=seen(answer), act="keep")
    assert ada_client.post(address, meant).status_code == 302
    draft.refresh_from_db()
    assert draft.text == "Both"


def test_the_same_words_from_two_tabs_are_no_conflict(ada_client, draft):
    for _ in range(2):
        answer = ada_client.post(draft.get_absolute_url(), typed(text="Same", seen=draft.updated_at.isoformat()))
        assert answer.status_code == 302


def test_back_to_the_form_that_made_a_draft_changes_it_unless_another_window_did(ada, ada_client):
    made = typed(act="keep", seen="")
    address = ada_client.post(NEW, made).url
    assert ada_client.post(NEW, made | {"text": "Second thoughts"}).status_code == 302

    letter = ada.own_letters.get()
    ada_client.post(address, typed(text="Elsewhere", seen=letter.updated_at.isoformat()))
    assert ada_client.post(NEW, made | {"text": "Third thoughts"}).status_code == 422
    assert ada.own_letters.get().text == "Elsewhere"
