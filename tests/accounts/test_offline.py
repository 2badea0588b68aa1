"""The page for no connection and the worker that keeps it (how they behave: tests/journeys/test_no_connection.py)."""

import re

import pytest
from django.test import Client

from accounts.views import offline


@pytest.fixture
def nobody() -> Client:
    return Client()


def worker_of(client):
    return client.get("/service-worker.js").text


def named(script, constant):
    return re.search(rf"const {constant} = (.*);", script).group(1)


@pytest.mark.django_db
def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(nobody, ada_client):
    page, own = nobody.get("/offline/"), ada_client.get("/offline/")

    assert page.status_code == 200 and "No connection" in page.text
    assert own.content == page.content and "Ada" not in own.text
    assert not page.cookies and not own.cookies


@pytest.mark.django_db
def test_the_page_comes_in_the_language_that_is_asked_for(nobody, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]

    assert '<html lang="de"' in nobody.get("/offline/?language=de").text
    assert '<html lang="en"' in nobody.get("/offline/?language=tlh").text
    assert '<html lang="en"' in nobody.get("/offline/?language=../x").text


@pytest.mark.django_db
def test_the_worker_is_a_script_for_the_whole_app_and_never_kept_by_a_cache(nobody):
    answer = nobody.get("/service-worker.js")

    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_worker_keeps_the_page_and_its_looks_and_each_of_them_is_there(nobody):
    script = worker_of(nobody)
    page = named(script, "PAGE").strip('"').encode().decode("unicode_escape")
    files = re.findall(r'"([^"]+)"', named(script, "FILES").encode().decode("unicode_escape"))

    assert page == "/offline/?language=en"
    assert files == [f"/static/{path}" for path in offline.LOOKS]
    for file in [page, *files]:
        assert nobody.get(file).status_code == 200, file


@pytest.mark.django_db
def test_a_changed_page_makes_another_worker(nobody, monkeypatch):
    before = named(worker_of(nobody), "NAME")
    assert named(worker_of(nobody), "NAME") == before

    monkeypatch.setattr(offline, "LOOKS", [*offline.LOOKS, "css/curating.css"])

    assert named(worker_of(nobody), "NAME") != before


@pytest.mark.django_db
def test_switched_off_the_worker_clears_up_and_goes(nobody, settings):
    settings.OFFLINE_PAGE = False

    script = worker_of(nobody)

    assert "registration.unregister()" in script and "caches.delete" in script
    assert "fetch" not in script


@pytest.mark.django_db
def test_a_phone_learns_how_to_put_it_on_its_home_screen(nobody):
    answer = nobody.get("/manifest.webmanifest")
    manifest = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"], manifest["lang"]) == ("/", "standalone", "en")
    assert {icon.get("purpose") for icon in manifest["icons"]} == {None, "maskable"}
    for icon in manifest["icons"]:
        assert nobody.get(icon["src"])["Content-Type"] == "image/png"


@pytest.mark.django_db
def test_the_old_address_of_the_sign_leads_to_it(nobody):
    answer = nobody.get("/favicon.ico", follow=True)

    assert answer.redirect_chain == [("/static/img/favicon.ico", 302)]
    assert answer.status_code == 200 and answer.getvalue()[:4] == b"\0\0\1\0"


@pytest.mark.django_db
def test_every_page_asks_for_the_sign_and_the_worker(nobody):
    page = nobody.get("/support/").text

    for wanted in ("favicon.svg", "favicon.ico", "apple-touch-icon.png", "/manifest.webmanifest", "js/offline.js"):
        assert wanted in page
