"""A person chooses the language of pages and mails; who has not said anything gets the browser's."""

import pytest

from accounts.models import User

pytestmark = pytest.mark.django_db

AS_IT_IS = {"time_zone": "Europe/Berlin", "rejection_word": "rejected", "theme": "system", "contrast": "system"}


def test_the_language_is_chosen_in_the_settings_and_holds_at_once(ada, ada_client):
    page = ada_client.post("/settings/", AS_IT_IS | {"language": "en-us"}, follow=True)

    ada.refresh_from_db()
    assert ada.language == "en-us"
    assert '<html lang="en-us" dir="ltr"' in page.content.decode()
    assert page["Content-Language"] == "en-us"


def test_each_language_is_offered_by_its_own_name_and_marked_as_such(ada_client):
    page = ada_client.get("/settings/").content.decode()

    assert '<option value="en" selected lang="en">English</option>' in page
    assert '<option value="en-us" lang="en-us">English (United States)</option>' in page


def test_signing_up_keeps_the_language_of_the_browser(client):
    given = {"email": "ada@example.org", "password1": "a-long-enough-secret"}

    client.post("/accounts/signup/", given, headers={"Accept-Language": "en-US,en;q=0.8"})

    assert User.objects.get().language == "en-us"


def test_a_visitor_is_answered_in_the_language_of_the_browser(client):
    assert '<html lang="en-us"' in client.get("/", headers={"Accept-Language": "en-US"}).content.decode()
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "en-GB"}).content.decode()
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "xx"}).content.decode()


def test_a_language_that_is_no_longer_here_gives_way_to_a_near_one(ada, ada_client):
    User.objects.update(language="en-gb")
    assert '<html lang="en"' in ada_client.get("/").content.decode()
    assert User(language="tlh").spoken_language == "en"


def test_advice_in_english_serves_every_kind_of_english():
    assert User(language="en-us").curated_languages == ["en-us", "en"]
    assert User(language="pt-br").curated_languages == ["pt-br", "pt", "en"]


def test_an_account_mail_speaks_the_language_of_its_reader_and_has_their_clock(ada, client, mailoutbox, settings):
    User.objects.update(language="en-us")
    ada.emailaddress_set.create(email=ada.email, primary=True, verified=True)
    client.force_login(ada)
    given = {
        "oldpassword": "a-long-enough-secret",
        "password1": "another-long-secret",
        "password2": "another-long-secret",
    }

    client.post("/accounts/password/change/", given, headers={"Accept-Language": "en-GB"})

    assert "\u202fAM (" in mailoutbox[-1].body or "\u202fPM (" in mailoutbox[-1].body
    assert "(CET)" in mailoutbox[-1].body or "(CEST)" in mailoutbox[-1].body
