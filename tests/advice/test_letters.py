"""Letters and their gaps."""

import pytest
from django.http import Http404

from advice import fields
from advice.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(monkeypatch):
    """Stands for what the applications know: one application, of ada alone."""

    def provide(user, params):
        if "application" not in params:
            return {}
        if user.email != "ada@example.org":
            raise Http404
        return {"company": "Initech", "role": "{{ phone }} & <cook>"}

    monkeypatch.setattr(fields, "_providers", {"applications": provide})


def test_letters_are_for_members(client, loaded):
    assert client.get("/letters/").status_code == 302
    assert client.get("/letters/reconnect/").status_code == 302


def test_every_letter_opens(ada_client, loaded):
    page = ada_client.get("/letters/").content.decode()
    for letter in Letter.objects.all():
        assert letter.title in page.replace("&#x27;", "'")
        assert ada_client.get(letter.get_absolute_url()).status_code == 200


def test_letters_can_be_narrowed_to_a_stage(ada_client, loaded):
    page = ada_client.get("/letters/", {"stage": "ghosted"}).content.decode()
    assert "/letters/ghost_check_in/" in page and "/letters/gracious_reply/" not in page


def test_our_own_name_is_filled_in_and_gaps_are_marked(ada_client, loaded):
    page = ada_client.get("/letters/gracious_reply/").content.decode()
    assert "Ada Lovelace" in page
    assert '<mark class="gap">[company]</mark>' in page
    assert 'data-copy-gaps="[role]|[name of the person you write to]|[what you talked about]|[company]"' in page


def test_an_application_fills_what_it_knows_and_is_never_read_as_a_field(ada_client, loaded, provider):
    page = ada_client.get("/letters/gracious_reply/?application=7").content.decode()
    assert "Initech" in page and "{{ phone }} &amp; &lt;cook&gt;" in page


def test_a_stranger_cannot_see_my_application_through_a_letter(bob_client, loaded, provider):
    assert bob_client.get("/letters/gracious_reply/?application=7").status_code == 404


def test_filling_the_gaps_shows_the_letter_and_keeps_nothing(ada_client, loaded):
    given = {
        "contact_name": "Grace",
        "role": "Cook",
        "company": "Initech",
        "interview_topic": "soup",
        "full_name": "Ada",
    }
    page = ada_client.post("/letters/gracious_reply/", given).content.decode()
    assert "Dear Grace," in page and "I enjoyed talking about soup" in page
    assert 'data-copy-gaps=""' in page and "Still open" not in page


def test_what_was_emptied_on_purpose_stays_a_gap(ada_client, loaded):
    page = ada_client.post("/letters/gracious_reply/", {"full_name": ""}).content.decode()
    assert '<mark class="gap">[your name]</mark>' in page


def test_a_paragraph_stands_there_only_when_it_was_chosen(ada_client, loaded):
    address = "/letters/offer_withdrawn_reason/"
    letter = Letter.objects.get(key="offer_withdrawn_reason")
    sentence = letter.optional_paragraphs["accepted_paragraph"]["text"]
    without = ada_client.post(address, {"role": "Cook"}).context["body"]
    chosen = ada_client.post(address, {"role": "Cook", "accepted_paragraph": "on"}).context["body"]
    assert sentence not in without and "accepted" not in without and "\n\n\n" not in without
    assert sentence in chosen


def test_a_value_that_is_too_long_answers_422(ada_client, loaded):
    answer = ada_client.post("/letters/gracious_reply/", {"company": "x" * 501})
    assert answer.status_code == 422


def test_a_letter_that_is_not_published_is_not_there(ada_client, loaded):
    Letter.objects.filter(key="reconnect").update(state="draft")
    assert ada_client.get("/letters/reconnect/").status_code == 404
    assert ada_client.get("/letters/nobody/").status_code == 404


def test_other_verbs_are_refused(ada_client, loaded):
    assert ada_client.post("/letters/").status_code == 405
    assert ada_client.put("/letters/reconnect/").status_code == 405
