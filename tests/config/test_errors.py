"""Pages that say what went wrong: they stand on their own, and what they say is so."""

import re
from pathlib import Path

import pytest
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from nudges.views import today
from tests.factories import make_user

PAGES = sorted(path.name for path in (Path(settings.BASE_DIR) / "templates").glob("[45]*.html"))
HASHED = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}


def broken(problem):
    """A stand-in for a function that raises it."""

    def raise_it(*args, **kwargs):
        raise problem

    return raise_it


def test_there_is_a_page_for_each_kind_of_failure():
    assert {f"{kind}.html" for kind in (400, 403, "403_csrf", 404, 405, 413, 429, 500, 503)} == set(PAGES)


@pytest.mark.parametrize("name", [*PAGES, "accounts/offline/show.html"])
def test_they_need_neither_a_request_nor_a_person_nor_a_database(name):
    page = render_to_string(name)

    assert page.count("<h1>") == 1 and 'href="/"' in page and "csrf" not in page
    assert 'href="/support/"' in page
    assert 'media="(prefers-color-scheme: dark)"' in page


@pytest.mark.parametrize("name", [*PAGES, "accounts/offline/show.html"])
def test_they_stand_when_the_list_of_static_files_is_gone(name, settings, tmp_path):
    settings.STATIC_ROOT, settings.STORAGES = str(tmp_path), settings.STORAGES | HASHED

    assert 'href="/static/css/rebound.css"' in render_to_string(name)


def test_after_something_too_large_the_first_way_leads_back_to_what_was_typed():
    page = render_to_string("413.html", {"is_text": True})

    assert page.count("data-go-back") == 1 and 'button-primary" data-go-back' in page
    assert page.index("Go back</button>") < page.index("Go to the start page")


@pytest.mark.django_db
def test_a_fault_of_ours_is_answered_with_a_calm_page(monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    monkeypatch.setattr(today, "page_of", broken(ValueError("a secret of the code")))

    answer = client.get("/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text and "secret" not in answer.text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", answer.text)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_a_pause(monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    monkeypatch.setattr(today, "page_of", broken(OperationalError("connection refused by db.internal")))

    answer = client.get("/")

    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "needs a moment" in answer.text and "db.internal" not in answer.text


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so_instead_of_nothing(ada_client):
    answer = ada_client.get("/nudges/pause/")

    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "This address is not a page" in answer.text
    assert ada_client.put("/nudges/pause/").content == b""


def test_no_limit_lasts_longer_than_its_page_says():
    rates = [rate for limit in app_settings.RATE_LIMITS.values() for rate in ratelimit.parse_rates(limit)]

    assert rates and max(rate.duration for rate in rates) <= 5 * 60
    assert "five minutes at the latest" in render_to_string("429.html")


def test_they_speak_the_language_in_force(settings):
    settings.LANGUAGES_BIDI = ["ar"]
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string("500.html")


A_TEXT = "Mara said <b>the team</b> is small & kind."


def refused(origin, **fields):
    """What is answered to a form without its token."""
    headers = {"Origin": origin} if origin else {}
    return Client(enforce_csrf_checks=True).post("/accounts/login/", fields, headers=headers)


@pytest.mark.django_db
def test_longer_texts_of_a_form_that_had_grown_too_old_are_given_back():
    answer = refused("http://testserver", note=A_TEXT, role="Tester", password="a-long-enough-secret", next="/" * 30)

    assert answer.status_code == 403 and "grown too old" in answer.text
    assert "Mara said &lt;b&gt;the team&lt;/b&gt; is small &amp; kind." in answer.text
    assert answer.text.count("<textarea") == 1
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", "null", ""])
def test_a_foreign_page_cannot_put_words_onto_ours(origin):
    assert "<textarea" not in refused(origin, note=A_TEXT).text


@pytest.mark.django_db
def test_longer_texts_are_given_back_when_something_breaks(monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    monkeypatch.setattr("applications.operations.add_application", broken(ValueError()))

    fields = {"company": "Umbrella", "role": "Tester", "notes": A_TEXT}
    answer = client.post("/applications/new/", fields, headers={"Origin": "http://testserver"})

    assert answer.status_code == 500 and "Mara said" in answer.text
