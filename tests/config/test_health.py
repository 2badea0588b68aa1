"""What /health/ says, and what staff see when nothing goes out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from config import health
from nudges.models import Heartbeat
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(health, "_kept", None)


@pytest.fixture
def alive(db):
    for name in ("beat", "worker"):
        Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def test_all_is_well(client, alive):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "beat": "ok", "worker": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_a_fresh_installation_says_that_nothing_has_shown_life_yet(client, db):
    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["beat"] == response.json()["worker"] == "no sign of life yet"


def test_an_old_heartbeat_is_a_fault_and_the_process_is_named(client, alive):
    Heartbeat.objects.filter(name="worker").update(beat_at=timezone.now() - timedelta(minutes=4))

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["worker"].startswith("no sign of life since ")
    assert response.json()["beat"] == "ok"


def test_three_missed_minutes_are_no_fault_yet(client, alive):
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=3, seconds=5))

    assert client.get("/health/").status_code == 200


def test_a_cache_that_is_away_is_named(client, alive, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("django.core.cache.backends.base.BaseCache.aset", refuse)
    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["cache"] != "ok"
    assert response.json()["database"] == "ok"


def test_a_database_that_is_away_is_named_without_its_secrets(client, alive, monkeypatch):
    def refuse(self):
        raise DatabaseError("password for rebound at db.internal: wrong")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.temporary_connection", refuse)
    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["database"] == "no answer"
    assert "db.internal" not in response.text


def test_asking_often_asks_the_database_once(client, alive, django_assert_num_queries):
    client.get("/health/")

    with django_assert_num_queries(0):
        assert client.get("/health/").status_code == 200


def test_only_reading_is_allowed(client, alive):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize(("is_running", "is_said"), [(False, True), (True, False)])
def test_staff_see_on_every_admin_page_that_nothing_goes_out(client, db, monkeypatch, is_running, is_said):
    monkeypatch.setattr("nudges.queries.is_anything_running", lambda now: is_running)
    client.force_login(make_user(email="staff@example.org", is_staff=True, is_superuser=True))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert ("No reminder is going out" in response.text) is is_said
