"""The frame of every page: where one is, what a failure looks like, and nothing inline that the policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from accounts.templatetags.frame import PAGES

TEMPLATES = sorted((Path(django_settings.BASE_DIR) / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:|hx-on", re.IGNORECASE)


def navigation_at(path: str) -> dict[str, str]:
    template = Template('{% load frame %}{% navigation_links "side" %}')
    shown = template.render(Context({"request": RequestFactory().get(path)}))
    return dict(re.findall(r'<a href="([^"]+)" (?:aria-current="(\w+)")?', shown))


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", {"/": "page"}),
        ("/applications/", {"/applications/": "page"}),
        ("/applications/7/", {"/applications/": "true"}),
        ("/applications/board/", {"/applications/board/": "page"}),
        ("/applications/letters/7/", {"/letters/": "true"}),
        ("/contacts/", {"/applications/": "true"}),
        ("/companies/7/", {"/applications/": "true"}),
        ("/documents/", {"/applications/": "true"}),
        ("/nudges/settings/", {"/nudges/": "true"}),
        ("/settings/leave/", {"/settings/": "true"}),
        ("/accounts/password/change/", {"/settings/": "true"}),
        ("/mail/", {"/settings/": "true"}),
        ("/support/", {}),
    ],
)
def test_the_navigation_says_where_one_is(path, current):
    navigation = navigation_at(path)
    assert list(navigation) == [page.url for page in PAGES]
    assert {url: value for url, value in navigation.items() if value} == current


@pytest.mark.parametrize("address", [page.url for page in PAGES] + ["/applications/new/", "/support/"])
def test_every_address_of_the_frame_leads_somewhere(address):
    try:
        resolve(address)
    except Resolver404:
        pytest.fail(f"{address} stands in the frame, but no page answers there.")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(django_settings.BASE_DIR)))
def test_no_template_of_a_page_has_inline_style_or_script(template):
    if "emails" in template.parts:
        return  # mails are read elsewhere, where style sheets do not arrive
    assert not INLINE.search(template.read_text())


@pytest.mark.django_db
def test_a_page_that_is_not_there_looks_the_same_each_time_and_to_everyone(ada_client, bob_client):
    pages = {
        client.get(path).content for client in (ada_client, bob_client) for path in ("/nope/", "/mail/nope/", "/nope/")
    }
    assert len(pages) == 1


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_calm_page():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    assert answer.status_code == 403
    assert "grown too old" in answer.content.decode()


@pytest.mark.django_db
def test_a_signed_in_page_has_a_skip_link_a_live_region_and_one_heading(ada_client):
    page = ada_client.get("/settings/").content.decode()
    assert 'href="#main"' in page and 'id="main"' in page
    assert 'role="status" aria-live="polite"' in page
    assert page.count("<h1") == 1
    assert page.index('href="#main"') < page.index("<header")
    assert '<html lang="en" dir="ltr">' in page


@pytest.mark.django_db
def test_signed_in_pages_are_kept_by_no_cache_and_bring_the_policy(ada_client):
    answer = ada_client.get("/settings/")
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self'" in policy and "unsafe" not in policy


@pytest.mark.django_db
def test_a_field_with_an_error_is_tied_to_its_words(ada_client):
    page = ada_client.post("/settings/", {"name": "a\x00b"}).content.decode()
    assert 'aria-invalid="true"' in page
    described = re.search(r'name="name"[^>]*aria-describedby="([^"]+)"', page).group(1).split()
    assert all(f'id="{name}"' in page for name in described) and len(described) == 2


def test_htmx_shows_a_form_with_errors_and_keeps_no_history():
    config = re.search(r"content='(\{.*?\})'>", render_to_string("landing.html")).group(1)
    for promise in ('"code": "422", "swap": true', '"historyCacheSize": 0', '"allowEval": false'):
        assert promise in config


def test_what_we_take_over_from_allauth_has_nothing_inline_either():
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    used = {path.relative_to(theirs) for folder in ("account", "allauth") for path in (theirs / folder).rglob("*.html")}
    ours = {path.relative_to(django_settings.BASE_DIR / "templates") for path in TEMPLATES}
    assert len(used) > 30
    assert [path for path in used - ours if INLINE.search((theirs / path).read_text())] == []


def test_htmx_is_fetched_only_where_something_uses_it(client, ada_client):
    assert "django_htmx/htmx" not in client.get("/").content.decode()
    assert "django_htmx/htmx" in ada_client.get("/").content.decode()
