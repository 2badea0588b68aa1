"""How often something may be asked for: counted for the whole of its time, whichever cache there is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import limits

HOUR = 3600


@pytest.fixture
def _in_the_database(settings, db):
    """As where there is no Redis; elsewhere in the tests the cache is in memory."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)


def ask(*, amount=2):
    return limits.allows("copy", "7", amount=amount, seconds=HOUR)


def test_so_many_are_allowed_and_no_more():
    assert [ask() for _time in range(3)] == [True, True, False]
    assert limits.allows("copy", "8", amount=2, seconds=HOUR) and limits.allows("sheet", "7", amount=2, seconds=HOUR)


@pytest.mark.usefixtures("_in_the_database")
def test_a_count_in_the_database_lasts_for_its_whole_time(monkeypatch):
    moment = timezone.now()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 10 * HOUR))  # no other hour begins meanwhile
    assert [ask() for _time in range(3)] == [True, True, False]

    later = moment + timedelta(minutes=50)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: later)
    assert not ask()
