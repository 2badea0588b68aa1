"""What is written before and after an interview: kept, private, and never lost to a second window."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from accounts.exports import parts
from applications import operations
from applications.models import Debrief, Preparation
from tests.factories import make_contact, make_interview

CANARY = "canary-2b9e"


@pytest.fixture
def past(application, now):
    return make_interview(application, now=now - timedelta(days=5), starts_at=now - timedelta(days=1))


def test_a_preparation_is_kept_and_shown(ada_client, interview):
    texts = {"stresses": "Calm", "questions": "Who decides?", "stories": "The outage", "notes": "Bus 7"}
    answer = ada_client.post(f"/interviews/{interview.pk}/prepare/", texts)

    page = ada_client.get(interview.get_absolute_url()).content.decode()
    assert answer.url == interview.get_absolute_url()
    assert all(text in page for text in texts.values())


def test_a_debrief_is_kept_and_shown(ada_client, past):
    texts = {"went_well": "The demo", "hardest_question": "Why us?", "connected": "Chess", "next_time": "Breathe"}
    ada_client.post(f"/interviews/{past.pk}/debrief/", texts)

    page = ada_client.get(past.get_absolute_url()).content.decode()
    assert all(text in page for text in texts.values())


@pytest.mark.parametrize("verb", ["prepare", "debrief"])
def test_too_much_is_refused_and_kept_in_the_form(ada_client, interview, verb):
    answer = ada_client.post(f"/interviews/{interview.pk}/{verb}/", {"notes": "x" * 20_001})

    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()
    assert not Preparation.objects.exists() and not Debrief.objects.exists()


@pytest.mark.parametrize("verb", ["prepare", "debrief"])
def test_a_stranger_writes_and_reads_nothing(bob_client, interview, verb):
    assert bob_client.post(f"/interviews/{interview.pk}/{verb}/", {"notes": "x"}).status_code == 404
    assert bob_client.get(interview.get_absolute_url()).status_code == 404
    assert not Preparation.objects.exists() and not Debrief.objects.exists()


@pytest.mark.parametrize("verb", ["prepare", "debrief"])
def test_writing_takes_a_post(ada_client, interview, verb):
    assert ada_client.get(f"/interviews/{interview.pk}/{verb}/").status_code == 405


@pytest.mark.parametrize(("verb", "model"), [("prepare", Preparation), ("debrief", Debrief)])
def test_of_two_windows_the_second_says_what_stands_there_and_keeps_what_was_typed(ada_client, interview, verb, model):
    url = f"/interviews/{interview.pk}/{verb}/"
    ada_client.post(url, {"notes": "From the phone", "seen": ""})

    answer = ada_client.post(url, {"notes": "From the desk", "seen": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "From the phone" in page and "From the desk" in page
    assert model.objects.get().notes == "From the phone"

    seen = answer.context[f"{'preparation' if verb == 'prepare' else 'debrief'}_form"]["seen"].value()
    assert ada_client.post(url, {"notes": "Both", "seen": seen}).status_code == 302
    assert model.objects.get().notes == "Both"


def test_the_same_words_twice_are_no_conflict(ada_client, interview):
    for _ in range(2):
        assert ada_client.post(f"/interviews/{interview.pk}/prepare/", {"notes": "Same", "seen": ""}).status_code == 302


def test_who_was_met_was_in_touch_that_day(ada, application, past, now):
    past.contacts.add(contact := make_contact(ada))
    operations.debrief_interview(past, now=now, went_well="All")

    contact.refresh_from_db()
    assert contact.last_touch_on == ada.local_day(past.starts_at)


def touched(contact):
    contact.refresh_from_db()
    return contact.last_touch_on


def test_the_last_touch_follows_what_becomes_of_a_debriefed_interview(ada, application, past, now):
    early, late = make_contact(ada), make_contact(ada, name="Alan")
    operations.change_interview(past, now=now, contacts=[early])
    operations.debrief_interview(past, now=now, went_well="All")
    day = ada.local_day(past.starts_at)

    operations.change_interview(past, now=now, contacts=[late])
    assert (touched(early), touched(late)) == (None, day)

    operations.change_interview(past, now=now, starts_at=past.starts_at - timedelta(days=2))
    assert touched(late) == day - timedelta(days=2)

    for verb in (operations.restore_interview, operations.take_back_cancelling):
        operations.cancel_interview(past, now=now)
        assert touched(late) is None
        verb(past, now=now)
        assert touched(late) == day - timedelta(days=2)

    operations.delete_application(application, now=now)
    assert touched(late) is None


def test_nothing_written_stands_in_the_database_in_clear(ada_client, past):
    for verb, model in (("prepare", Preparation), ("debrief", Debrief)):
        ada_client.post(f"/interviews/{past.pk}/{verb}/", dict.fromkeys(model.TEXTS, CANARY))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    assert CANARY.encode() not in raw, table


def test_nothing_written_is_found_by_a_search_or_told_to_a_calendar(ada_client, past):
    ada_client.post(f"/interviews/{past.pk}/prepare/", dict.fromkeys(Preparation.TEXTS, CANARY))

    assert past.application.get_absolute_url() not in ada_client.get("/applications/", {"q": CANARY}).content.decode()
    assert CANARY not in ada_client.get(f"/interviews/{past.pk}/calendar/").content.decode()


def test_the_person_gets_all_of_it_in_their_own_copy(ada, past, now):
    operations.prepare_interview(past, now=now, questions=CANARY)
    operations.debrief_interview(past, now=now, connected=CANARY)

    assert json.dumps(parts()["applications"](ada)).count(CANARY) == 2


def test_a_thank_you_letter_knows_this_interview(ada, ada_client, past, application, now, pack):
    make_interview(application, now=now, starts_at=now - timedelta(hours=2), topic="Another one")
    past.contacts.add(make_contact(ada))
    operations.change_interview(past, now=now, topic="Migrations")
    page = ada_client.get(past.get_absolute_url()).content.decode()
    url = f"/applications/letters/new/?interview={past.pk}&amp;letter=thank_you_after_interview"

    assert url in page
    letter = ada_client.get(url.replace("&amp;", "&")).content.decode()
    assert "Dear Grace Hopper" in letter and "Migrations" in letter and "17 November" in letter


@pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 30, "²"])
def test_a_letter_about_an_interview_that_is_not_there_is_not_there(ada_client, application, pack, number):
    url = f"/letters/thank_you_after_interview/?application={application.pk}&interview={number}"

    assert ada_client.get(url).status_code == 404
