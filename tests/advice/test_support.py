"""Where to find somebody to talk to."""

import datetime

import pytest
from django.utils import timezone

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


def test_it_only_reads(client, loaded):
    assert client.post("/support/").status_code == 405


def test_countries_are_named_in_words(client, loaded):
    SupportService.objects.filter(key="samaritans").update(country="NZ")
    page = client.get("/support/").content.decode()

    assert "United Kingdom" in page and "United States" in page and "New Zealand" in page
    assert ">GB" not in page and ">US" not in page
