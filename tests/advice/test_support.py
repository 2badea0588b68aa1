"""Where to find somebody to talk to."""

import datetime

import pytest
from django.utils import timezone

from accounts import countries
from accounts.models import User
from advice import queries
from advice.models import SupportService

pytestmark = pytest.mark.django_db


def test_anybody_can_read_it_without_signing_in(client, loaded):
    page = client.get("/support/")
    assert page.status_code == 200
    for service in SupportService.objects.all():
        assert service.url in page.content.decode()


def test_members_get_the_same_page(ada_client, loaded):
    assert "Find A Helpline" in ada_client.get("/support/").content.decode()


def test_it_stands_even_before_any_content_was_loaded(client, db):
    assert "Your doctor" in client.get("/support/").content.decode()


def test_a_number_that_nobody_checked_lately_is_hidden_and_the_link_stays(client, loaded):
    today = timezone.localdate()
    services = SupportService.objects.filter(key="samaritans")
    services.update(phone="116 123", verified_by="Cleo", verified_on=today)
    assert "116 123" in client.get("/support/").content.decode()
    services.update(verified_on=today - datetime.timedelta(days=181))
    page = client.get("/support/").content.decode()
    assert "116 123" not in page and "https://www.samaritans.org/" in page


@pytest.mark.parametrize(("ago", "shown"), [(0, True), (180, True), (181, False), (-1, False), (None, False)])
def test_a_row_and_the_list_of_rows_agree_on_what_was_checked(loaded, ago, shown):
    today = timezone.localdate()
    day = None if ago is None else today - datetime.timedelta(days=ago)
    SupportService.objects.filter(key="acas").update(phone="0300", verified_by="Cleo" if day else "", verified_on=day)
    row = SupportService.objects.get(key="acas")

    assert row.is_verified(today) is shown
    assert queries.unchecked_services(today).filter(pk=row.pk).exists() is not shown


def sections(page):
    """Which services stand in which part of the page."""
    text = page.content.decode()
    names = ["Samaritans", "988 Suicide", "Find A Helpline"]
    parts = {"here": 'id="here"', "everywhere": 'id="everywhere"', "elsewhere": "<details"}
    starts = {part: text.index(mark) for part, mark in parts.items() if mark in text}
    found = {}
    for name in names:
        at = text.index(name)
        found[name] = max((part for part in starts if starts[part] < at), key=starts.get)
    return found


@pytest.mark.parametrize(
    ("language", "here"), [("en-US,en;q=0.5", "988 Suicide"), ("en-GB", "Samaritans"), ("de", ""), ("x" * 500, "")]
)
def test_a_visitor_s_country_is_guessed_from_the_browser_s_language(client, loaded, language, here):
    found = sections(client.get("/support/", headers={"Accept-Language": language}))

    assert [name for name, part in found.items() if part == "here"] == ([here] if here else [])
    assert found["Find A Helpline"] == "everywhere"


def test_a_visitor_may_choose_another_one_and_nothing_is_kept(client, loaded):
    assert sections(client.get("/support/?country=US"))["988 Suicide"] == "here"
    assert client.get("/support/?country=Atlantis").status_code == 200
    assert not client.session.keys()


def test_a_member_s_country_is_guessed_from_the_time_zone_until_they_choose(ada_client, ada, loaded):
    assert "listed for Germany yet" in ada_client.get("/support/").content.decode()

    ada_client.post("/support/country/", {"country": "GB"})
    assert sections(ada_client.get("/support/"))["Samaritans"] == "here"
    ada_client.post("/support/country/", {"country": "Atlantis"})
    ada.refresh_from_db()
    assert ada.country == "GB"


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("Europe/London", "GB"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Kyiv", "UA"),
        ("US/Eastern", "US"),
        ("UTC", ""),
        ("x", ""),
    ],
)
def test_a_time_zone_lies_in_a_country(zone, code):
    assert countries.of_zone(zone) == code


def test_curators_are_told_what_nobody_has_checked(client, loaded):
    operator = User.objects.create_superuser("operator@example.org", "a-long-enough-secret")
    client.force_login(operator)
    today = timezone.localdate()
    assert "support services have not been checked" in client.get("/admin/").content.decode()
    SupportService.objects.filter(key="acas").update(verified_by="Cleo", verified_on=today)

    due = client.get("/admin/advice/supportservice/?check=due").content.decode()
    assert "Samaritans" in due and ">Acas<" not in due
    SupportService.objects.update(verified_by="Cleo", verified_on=today)
    assert "not been checked" not in client.get("/admin/").content.decode()


def test_it_only_reads(client, loaded):
    assert client.post("/support/").status_code == 405


def test_countries_are_named_in_words(client, loaded):
    SupportService.objects.filter(key="samaritans").update(country="NZ")
    page = client.get("/support/").content.decode()

    assert "United Kingdom" in page and "United States" in page and "New Zealand" in page
    assert "GB ·" not in page and "US ·" not in page and "New Zealand ·" in page
