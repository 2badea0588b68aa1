from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from django.db import OperationalError as DatabaseIsAway
from kombu.exceptions import OperationalError

from nudges import beat, doorbell, queries, tasks
from nudges.models import Heartbeat, Mark, Nudge
from tests.nudges.sending import load_shipped_texts, make_due

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def words(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return load_shipped_texts()


def test_the_schedule_names_tasks_that_exist(settings):
    from config.celery import app

    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
    assert settings.CELERY_BEAT_SCHEDULER == "nudges.beat:Scheduler"


def test_the_tick_sends_and_shows_that_a_worker_lives(ada, mailoutbox):
    make_due(ada, now=NOW)
    tasks.send_due()
    assert len(mailoutbox) == 1
    assert Heartbeat.objects.get(name="worker").beat_at == NOW


def test_the_sweep_heals_and_shows_that_a_worker_lives(ada):
    make_due(ada, now=NOW)
    Nudge.objects.all().delete()
    Mark.objects.update(look_at=NOW)
    tasks.sweep()
    assert Nudge.objects.exists()
    assert Heartbeat.objects.get(name="worker").beat_at == NOW


def test_one_persons_plan_can_be_asked_for(ada):
    make_due(ada, now=NOW)
    Nudge.objects.all().delete()
    tasks.plan_for(ada.pk)
    tasks.plan_for(ada.pk + 1000)
    assert Nudge.objects.filter(user=ada).exists()


def test_a_dead_broker_is_forgiven(monkeypatch, caplog, django_capture_on_commit_callbacks):
    def down(*_, **options):
        assert options["retry"] is False  # a page does not wait for a second try
        raise OperationalError("nobody there")

    monkeypatch.setattr("accounts.doorbell.current_app.send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("plan_for", 7)
    assert "the next tick finds it" in caplog.text


def test_nothing_runs_until_both_have_shown_that_they_live():
    assert not queries.is_anything_running(NOW)
    beat.show_life("beat")
    assert not queries.is_anything_running(NOW)
    tasks.heartbeat()
    assert queries.is_anything_running(NOW)
    assert queries.is_anything_running(NOW + timedelta(minutes=3))
    assert not queries.is_anything_running(NOW + timedelta(minutes=4))
    assert queries.heartbeats() == {"beat": NOW, "worker": NOW}


def test_a_sign_of_life_that_cannot_be_written_stops_nobody(monkeypatch, caplog):
    monkeypatch.setattr(Heartbeat.objects, "update_or_create", lambda **_: 1 / 0)
    beat.show_life("worker")
    assert "could not write down that it lives" in caplog.text
    assert caplog.records[-1].levelname == "ERROR"


def test_a_database_that_is_busy_or_away_is_one_line_in_the_log(monkeypatch, caplog):
    def locked(**_):
        raise DatabaseIsAway("database is locked")

    monkeypatch.setattr(Heartbeat.objects, "update_or_create", locked)
    beat.show_life("beat")
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
    assert "beat could not write down that it lives: database is locked" in caplog.text


@pytest.fixture
def scheduler(tmp_path, monkeypatch):
    app = Celery("test", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {"ring": {"task": "ring", "schedule": 60.0}}
    app.conf.beat_schedule_filename = str(tmp_path / "schedule")
    scheduler = beat.Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    rung = []
    monkeypatch.setattr(beat, "close_old_connections", lambda: None)  # a test lives in one transaction
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: rung.append(entry.name))
    scheduler.rung = rung
    yield scheduler
    scheduler.close()


def test_beat_shows_that_it_lives_in_its_own_loop(scheduler):
    assert scheduler.tick() <= beat.EVERY
    assert Heartbeat.objects.get().name == "beat"
    Heartbeat.objects.all().delete()
    scheduler.tick()
    assert not Heartbeat.objects.exists()  # not at every turn of the loop


def test_a_clock_that_was_put_back_does_not_silence_beat(scheduler):
    entry = scheduler.schedule["ring"]
    entry.last_run_at = scheduler.app.now() + timedelta(hours=1)
    scheduler.tick()
    assert scheduler.schedule["ring"].last_run_at <= scheduler.app.now()
    scheduler.schedule["ring"].last_run_at = scheduler.app.now() - timedelta(seconds=61)
    scheduler._heap = None
    scheduler.tick()
    assert scheduler.rung == ["ring"]
