"""`manage.py demo`: a believable search, told once, and never where real people are."""

import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from config.demo import replay, story
from config.demo.cast import STORY
from recovery.models import FeedbackRequest, Recovery


@pytest.fixture
def latest_weeks(monkeypatch, pack, settings):
    """The last seven weeks of the story, which hold one of everything."""
    settings.IS_EMBEDDED, settings.EMAIL_URL, settings.IS_HTTPS = True, "", False
    monkeypatch.setattr(replay, "STORY", [(days, ending) for days, ending in STORY if days < 45])
    monkeypatch.setattr(replay, "DAYS_BEFORE_TODAY", 46)
    monkeypatch.setattr(story, "DAYS_BEFORE_TODAY", 46)


def test_the_demo_person_is_in_the_middle_of_a_search(latest_weeks, capsys):
    call_command("demo")

    demo = User.objects.get(email="demo@example.org")
    assert "demo@example.org" in capsys.readouterr().out
    guided = demo.recoveries.get(kind=Recovery.Kind.FULL)
    assert guided.state == Recovery.State.ACTIVE
    assert {"done", "skipped", "opened", "waiting"} == set(guided.steps.values_list("state", flat=True))
    assert demo.recoveries.filter(kind=Recovery.Kind.EARLY_NOES).exists()
    assert {"planned", "sent"} <= set(demo.nudges.values_list("state", flat=True))
    assert {"ghosted", "rejected"} <= set(demo.applications.values_list("outcome__kind", flat=True))


def test_what_was_learnt_is_told_once(pack, settings, monkeypatch):
    """A page that says one thing five times teaches nobody what it is for."""
    settings.IS_EMBEDDED, settings.EMAIL_URL, settings.IS_HTTPS = True, "", False
    monkeypatch.setattr(replay, "STORY", [(days, ending) for days, ending in STORY if days in (99, 36)])
    monkeypatch.setattr(story.Story, "ticks", lambda self: iter(()))
    call_command("demo")

    demo = User.objects.get()
    lessons = list(demo.lessons.values_list("text", flat=True))
    assert len(lessons) > 3 and len(lessons) == len(set(lessons))
    assert FeedbackRequest.objects.get(state="received")
    assert demo.recoveries.get(state="closed", kind="full").steps.filter(state="opened").count() == 0
    assert demo.experiments.running().get().look_on > demo.local_day(demo.welcomed_at)
    assert demo.experiments.exclude(ended_as="").get().finding


def test_a_second_time_changes_nothing(latest_weeks, monkeypatch):
    monkeypatch.setattr(replay, "STORY", replay.STORY[-3:])
    call_command("demo")
    before = list(User.objects.get().applications.values())

    call_command("demo")

    assert list(User.objects.get().applications.values()) == before


def test_a_story_that_broke_off_is_told_again(latest_weeks, monkeypatch):
    monkeypatch.setattr(replay, "STORY", replay.STORY[-3:])
    half = User.objects.create_user("demo@example.org", "rebound-demo")

    call_command("demo")

    assert not User.objects.filter(pk=half.pk).exists()
    assert User.objects.get(email="demo@example.org").welcomed_at


@pytest.mark.parametrize("setting", [{"IS_HTTPS": True}, {"EMAIL_URL": "smtp://mail"}, {"IS_EMBEDDED": False}])
def test_it_refuses_where_real_people_may_be(db, settings, setting):
    settings.IS_EMBEDDED, settings.EMAIL_URL, settings.IS_HTTPS = True, "", False
    for name, value in setting.items():
        setattr(settings, name, value)

    with pytest.raises(CommandError, match="password that everybody knows"):
        call_command("demo")
    assert not User.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one lock for all who write")
@pytest.mark.django_db(transaction=True)
def test_others_can_write_while_the_story_is_told(ada):
    """Who waits looks every 100 ms; the weeks have to leave a gap in which that look can fall."""
    told = story.Story(ada, datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    told.acts = [(told.now - timedelta(weeks=number), lambda moment: time.sleep(0.3)) for number in range(1, 6)]
    told.ticks = lambda: iter(())

    def tell():
        told.replay()
        connection.close()

    telling = threading.Thread(target=tell)
    telling.start()
    try:
        time.sleep(0.1)
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=1, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
        other.close()
        assert telling.is_alive()
    finally:
        telling.join()
