"""What a person is: one address, a zone and a language of their own, and when they were last here."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from accounts.middleware import PersonMiddleware, note_visit
from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_person_whatever_its_case(ada):
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.create(email="ADA@example.org")


def test_nobody_is_without_an_address(ada):
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.filter(pk=ada.pk).update(email="")
    with pytest.raises(ValueError, match="needed"):
        User.objects.create_user("")


def test_the_person_s_day_is_their_own(ada):
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert ada.local_day(late) == date(2026, 11, 19)


def test_a_zone_that_is_gone_from_this_machine_counts_as_utc(ada):
    ada.time_zone = "Europe/Atlantis"
    assert ada.zone == ZoneInfo("UTC")
    with pytest.raises(ValidationError):
        ada.full_clean()


def test_a_person_is_answered_in_their_own_zone(rf, ada):
    request, seen = rf.get("/"), []
    request.user = ada

    def answer(request):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    PersonMiddleware(answer)(request)
    assert seen == ["Europe/Berlin"]
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_visit_is_noted_at_most_once_in_ten_minutes(ada, now, django_assert_num_queries):
    note_visit(ada, now=now)
    with django_assert_num_queries(0):
        note_visit(ada, now=now + timedelta(minutes=9))
    assert User.objects.get().last_visit_at == now
    later = now + timedelta(minutes=10)
    with django_assert_num_queries(2):  # one more to see whether anything waited for it
        note_visit(ada, now=later)
    assert User.objects.get().last_visit_at == later


def test_noting_a_visit_overwrites_nothing_that_changed_meanwhile(ada, now):
    User.objects.update(name="Countess")
    note_visit(ada, now=now)
    assert User.objects.get().name == "Countess"


def test_a_stranger_leaves_no_trace(client, ada):
    client.get("/accounts/login/")
    assert User.objects.get().last_visit_at is None


def test_the_first_word_of_a_name_is_what_mails_call_a_person():
    assert make_user(name="Ada Lovelace").first_name == "Ada"
    assert User(name="").first_name == ""


def settings_with(tmp_path, **environment: str) -> str:
    """What the settings say in a process of their own."""
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CACHES"]
    code = f"from django.conf import settings as s; print([getattr(s, n) for n in {names!r}])"
    base = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=base | environment,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_under_https_cookies_are_bound_to_the_host_and_elsewhere_they_still_work(tmp_path):
    safe = settings_with(tmp_path, SITE_URL="https://rebound.example.org")
    plain = settings_with(tmp_path)
    assert safe.startswith("['__Host-sessionid', '__Host-csrftoken', True, True")
    assert plain.startswith("['sessionid', 'csrftoken', False, True")


def test_rate_limits_live_in_a_cache_that_all_processes_share(tmp_path):
    assert "DatabaseCache" in settings_with(tmp_path)
    assert "RedisCache" in settings_with(tmp_path, REDIS_URL="redis://127.0.0.1:6379/0")
