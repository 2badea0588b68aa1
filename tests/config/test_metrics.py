"""What /metrics/ tells Prometheus, and to whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from nudges import tasks
from nudges.beat import show_life
from nudges.models import Message, Work
from tests.factories import make_user
from tests.nudges.sending import make_due

TOKEN = "only-for-this-test"


@pytest.fixture
def scraped(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def scrape():
        answer = client.get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return answer.content.decode()

    return scrape


def figure(text, name):
    return float(re.search(rf"^{name} (.+)$", text, re.MULTILINE)[1])


def test_without_the_token_there_is_no_such_page(client, db, settings):
    assert client.get("/metrics/").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics/").status_code == 404
    assert client.get("/metrics/", headers={"authorization": "Bearer another"}).status_code == 404
    assert client.post("/metrics/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 405


def test_a_fresh_installation_has_nothing_due_and_has_done_nothing(scraped, db):
    text = scraped()

    assert figure(text, "rebound_due") == figure(text, "rebound_lag_seconds") == figure(text, "rebound_parked") == 0
    assert figure(text, "rebound_sent_total") == 0


def test_what_waits_is_counted_with_how_late_it_is(scraped, ada):
    slot = timezone.now() - timedelta(minutes=10)
    Message.objects.create(user=ada, slot=slot, kind="gentle", next_attempt_at=slot, created_at=slot)
    Message.objects.create(
        user=ada, slot=slot, kind="appointment", state="parked", next_attempt_at=slot, created_at=slot
    )

    text = scraped()

    assert figure(text, "rebound_due") == figure(text, "rebound_parked") == 1
    assert 600 <= figure(text, "rebound_lag_seconds") < 660
    assert ada.email not in text


def test_each_tick_adds_to_what_was_done(scraped, pack, now, monkeypatch):
    due_at = make_due(make_user(email="due@example.org"), now=now).due_at
    monkeypatch.setattr("django.utils.timezone.now", lambda: due_at)
    tasks.send_due()
    tasks.send_due()
    show_life("beat")

    text = scraped()
    assert figure(text, "rebound_ticks_total") == 2
    assert figure(text, "rebound_sent_total") == 1
    assert figure(text, 'rebound_silence_seconds{process="beat"}') == 0
    assert Work.objects.count() == 1
