"""Two senders at once: on PostgreSQL and on a SQLite file, with connections of their own."""

import threading

import pytest
from django.core import mail
from django.db import connections

from nudges import delivery
from nudges.delivery import claiming, forming
from nudges.models import Message, Nudge
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
PEOPLE = 12


@pytest.fixture
def crowd(transactional_db):
    load_shipped_texts()
    for n in range(PEOPLE):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)


def at_once(work, *, times=4):
    start, problems = threading.Barrier(times), []

    def run():
        try:
            start.wait()
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.django_db(transaction=True)
def test_four_senders_send_each_message_once(crowd, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 3)
    monkeypatch.setattr(forming, "AT_ONCE", 5)
    mail.outbox = []
    at_once(lambda: delivery.send_due(NOW))
    delivery.send_due(NOW)  # what one sender skipped because another one was looking at it
    ids = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert len(ids) == len(set(ids)) == PEOPLE
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(f"p{n}@example.org" for n in range(PEOPLE))
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert not Nudge.objects.filter(state="planned", due_at__lte=NOW).exists()


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_had_by_one(crowd):
    delivery.form_messages(NOW)
    had = []
    at_once(lambda: had.extend(claimed.message.pk for claimed in delivery.claim_due(NOW, limit=5)))
    had += [claimed.message.pk for claimed in delivery.claim_due(NOW, limit=PEOPLE)]
    assert len(had) == len(set(had)) == PEOPLE
