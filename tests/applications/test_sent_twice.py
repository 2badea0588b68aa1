"""A form that is sent twice, by a double click or because an answer was lost, adds one thing."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from applications import operations
from applications.models import Event, JobApplication, SentForm
from applications.sending import mark_of

TOKEN = {"form_token": "a" * 32}
NEW = {"company": "Globex", "role": "Tester"} | TOKEN


def test_adding_twice_adds_one_and_leads_to_it(ada, ada_client):
    first, second = (ada_client.post("/applications/new/", NEW) for _ in range(2))

    assert first.url == second.url == ada.applications.get().get_absolute_url()


def test_the_same_page_with_other_words_adds_another(ada, ada_client):
    """The Back button brings the form as it was, its token too."""
    ada_client.post("/applications/new/", NEW)
    ada_client.post("/applications/new/", NEW | {"company": "Umbrella"})

    assert ada.applications.count() == 2


def test_another_page_with_the_same_words_is_asked_about_and_may_add_another(ada, ada_client):
    ada_client.post("/applications/new/", NEW)
    again = NEW | {"form_token": "b" * 32}
    assert ada_client.post("/applications/new/", again).status_code == 422
    ada_client.post("/applications/new/", again | {"add_anyway": "1"})

    assert ada.applications.count() == 2


def test_a_note_is_written_once(ada_client, application):
    told = {"kind": "note", "happened_on": "2026-11-17", "note": "They called."} | TOKEN
    for _ in range(2):
        assert ada_client.post(f"/applications/{application.pk}/events/new/", told).status_code == 302

    assert application.events.filter(kind=Event.Kind.NOTE).count() == 1


def test_every_form_that_adds_bears_its_token(ada_client, application, document):
    for address in (
        "/applications/new/",
        f"/applications/{application.pk}/",
        f"/applications/{application.pk}/events/new/",
        "/documents/new/",
        f"/documents/{document.pk}/versions/new/",
    ):
        assert 'name="form_token"' in ada_client.get(address).content.decode(), address


def test_what_bob_sent_is_not_what_ada_sent(ada, ada_client, bob, bob_client):
    for client in (ada_client, bob_client):
        client.post("/applications/new/", NEW)

    assert ada.applications.count() == bob.applications.count() == 1


def test_one_that_failed_the_first_time_is_done_the_second_time(ada, now):
    def fails():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        operations.do_once(ada, "mark", fails, now=now)
    assert operations.do_once(ada, "mark", lambda: "/there/", now=now) == "/there/"
    assert operations.do_once(ada, "mark", fails, now=now) == "/there/"


def test_it_is_remembered_for_a_day(ada_client, now):
    ada_client.post("/applications/new/", NEW)
    operations.sweep_documents(now=now + timedelta(hours=23))
    assert SentForm.objects.exists()
    operations.sweep_documents(now=now + timedelta(hours=25))
    assert not SentForm.objects.exists()


def test_a_mark_says_nothing_of_what_was_typed(rf):
    request = rf.post("/", NEW)

    assert "Globex" not in mark_of(request.POST) and len(mark_of(request.POST)) == 64
    assert mark_of(rf.post("/", {"company": "Globex"}).POST) == ""
    assert mark_of(rf.post("/", NEW | {"form_token": "x" * 65}).POST) == ""


@pytest.mark.django_db(transaction=True)
def test_both_at_the_same_moment_add_one(ada):
    client = Client()
    client.force_login(ada)
    answers = []

    def send():
        mine = Client()
        mine.cookies = client.cookies
        answers.append(mine.post("/applications/new/", NEW))
        connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert JobApplication.objects.count() == 1
    assert len({answer.url for answer in answers}) == 1
