"""Signing up, in and out, and what none of these pages may tell a stranger."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-secret"
SIGN_UP = {"email": "Grace@Example.org", "password1": PASSWORD}


@pytest.fixture
def with_mail_service(settings):
    settings.EMAIL_URL = "smtp://localhost:2525"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def said(answer) -> str:
    """The page without the token that differs on every page."""
    return re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken": ")[^"]+', r"\1", answer.content.decode())


def test_a_first_person_signs_up_and_comes_to_the_welcome_page(client):
    answer = client.post("/accounts/signup/", SIGN_UP | {"time_zone": "Europe/Lisbon"})
    assert (answer.status_code, answer.url) == (302, "/welcome/")
    person = User.objects.get()
    assert (person.email, person.time_zone) == ("grace@example.org", "Europe/Lisbon")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500])
def test_a_time_zone_nobody_knows_is_utc_and_never_an_error(client, zone):
    assert client.post("/accounts/signup/", SIGN_UP | {"time_zone": zone}).status_code == 302
    assert User.objects.get().time_zone == "UTC"


def test_sign_up_works_without_the_time_zone_field(client):
    assert client.post("/accounts/signup/", SIGN_UP).status_code == 302
    assert User.objects.get().time_zone == "UTC"


def test_sign_up_asks_for_e_mail_and_password_only(client):
    page = client.get("/accounts/signup/").content.decode()
    shown = re.findall(r'<input type="(?!hidden)\w+" name="(\w+)"', page)
    assert shown == ["email", "password1"]
    assert 'type="hidden" name="time_zone"' in page
    assert "js/time-zone.js" in page


def test_two_people_cannot_share_an_address_in_another_case(client):
    make_user(email="grace@example.org")
    assert client.post("/accounts/signup/", SIGN_UP).status_code == 422
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/accounts/login/", {"login": "ada@example.org", "password": "not hers, but long"}),
        ("/accounts/signup/", {"email": "grace", "password1": "short"}),
        ("/accounts/password/reset/", {"email": "ada at example"}),
    ],
)
def test_what_nobody_signed_in_types_and_does_not_fit_is_answered_as_refused(client, ada, address, typed):
    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert typed.get("login", typed.get("email")) in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/accounts/reauthenticate/", {"password": "not hers, but long"}),
        ("/accounts/email/", {"action_add": "", "email": "ada at example"}),
        ("/accounts/password/change/", {"oldpassword": "not hers, but long", "password1": "a new one, long"}),
        ("/accounts/2fa/totp/activate/", {"code": "000000"}),
    ],
)
def test_what_somebody_signed_in_types_and_does_not_fit_is_answered_as_refused(ada, address, typed):
    client = sign_in(ada)
    if address != "/accounts/reauthenticate/":
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(address)

    assert client.post(address, typed).status_code == 422


@pytest.mark.parametrize("written", ["ada@example.org", "ADA@Example.ORG", " ada@example.org "])
def test_signing_in_does_not_mind_the_case_of_the_address(client, ada, written):
    answer = client.post("/accounts/login/", {"login": written, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")


def test_signing_out_needs_a_button_and_empties_the_browser(ada_client):
    assert ada_client.get("/accounts/logout/").status_code == 200
    answer = ada_client.post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in ada_client.session


# --- What a stranger can find out -------------------------------------------------------------------------------------


def test_a_reset_says_the_same_for_known_and_unknown_addresses(client, ada):
    known = client.post("/accounts/password/reset/", {"email": ada.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert said(known) == said(unknown)
    assert [message.to for message in mail.outbox] == [[ada.email], ["nobody@example.org"]]


def test_sign_up_says_the_same_for_known_and_unknown_addresses(with_mail_service, ada):
    known = Client().post("/accounts/signup/", {"email": ada.email, "password1": PASSWORD}, follow=True)
    unknown = Client().post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain == [("/accounts/confirm-email/", 302)]
    assert said(known).replace(ada.email, "") == said(unknown).replace("new@example.org", "")
    assert [message.to for message in mail.outbox] == [[ada.email], ["new@example.org"]]


def test_a_wrong_password_says_the_same_as_an_unknown_address(client, ada):
    known = client.post("/accounts/login/", {"login": ada.email, "password": "wrong-secret"})
    unknown = client.post("/accounts/login/", {"login": "bda@example.org", "password": "wrong-secret"})
    assert said(known).replace("ada@", "") == said(unknown).replace("bda@", "")
    assert "do not fit together" in said(known)


def test_a_wrong_password_is_named_in_our_voice_where_the_old_one_is_asked_for(ada_client):
    new = {"password1": "another-long-secret", "password2": "another-long-secret"}
    change = ada_client.post("/accounts/password/change/", new | {"oldpassword": "wrong-secret"})
    again = ada_client.post("/accounts/reauthenticate/", {"password": "wrong-secret"})
    assert "This is not your present password." in change.content.decode()
    assert "This is not your password." in again.content.decode()


def test_an_address_is_confirmed_by_the_link_in_the_mail_before_anyone_gets_in(client, with_mail_service):
    client.post("/accounts/signup/", SIGN_UP)
    assert "_auth_user_id" not in client.session
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.outbox[0].body).group()
    page = client.get(link)
    assert page.status_code == 200 and "grace@example.org" in page.content.decode()
    assert client.post(link).status_code == 302
    assert client.post("/accounts/login/", {"login": "grace@example.org", "password": PASSWORD}).url == "/"


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_guessing_passwords_is_stopped_and_a_made_up_address_of_origin_does_not_help(ada):
    for attempt in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"person{attempt}@example.org", "password": "wrong-secret"},
            headers={"X-Forwarded-For": f"203.0.113.{attempt}"},
        )
    answer = Client().post(
        "/accounts/login/",
        {"login": ada.email, "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.99"},
    )
    assert "_auth_user_id" not in answer.client.session
    assert "many attempts" in answer.content.decode()


def test_behind_a_trusted_proxy_the_limit_counts_the_real_origin(ada, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for attempt in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"person{attempt}@example.org", "password": "wrong-secret"},
            headers={"X-Forwarded-For": f"198.51.100.{attempt}, 203.0.113.1"},
        )
    login = {"login": ada.email, "password": PASSWORD}
    same_origin = Client().post("/accounts/login/", login, headers={"X-Forwarded-For": "192.0.2.1, 203.0.113.1"})
    elsewhere = Client().post("/accounts/login/", login, headers={"X-Forwarded-For": "203.0.113.2"})
    assert "many attempts" in same_origin.content.decode()
    assert elsewhere.status_code == 302


def test_too_many_sign_ups_get_a_page_that_says_so():
    for number in range(21):
        answer = Client().post("/accounts/signup/", {"email": f"p{number}@example.org", "password1": "x"})
    assert answer.status_code == 429
    assert "a lot at once" in answer.content.decode()


# --- Passwords and addresses ------------------------------------------------------------------------------------------


def sign_in(person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_a_new_password_ends_the_sessions_elsewhere(ada):
    here, elsewhere = sign_in(ada), sign_in(ada)
    assert elsewhere.get("/settings/").status_code == 200
    new = "another-long-secret"
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert elsewhere.get("/settings/").url.startswith("/accounts/login/")
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(client, ada, settings):
    settings.SITE_URL = "https://rebound.example.org"
    client.post("/accounts/password/reset/", {"email": ada.email}, headers={"host": "localhost"})
    link = re.search(r"https://rebound\.example\.org(/accounts/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    new = {"password1": "another-long-secret", "password2": "another-long-secret"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert client.post("/accounts/login/", {"login": ada.email, "password": "another-long-secret"}).url == "/"
    assert "used already" in Client().get(link, follow=True).content.decode()


def change_address(person, *, to: str):
    """Asks for the new address, says the password once more, and is taken on from there."""
    client = sign_in(person)
    asked = client.post("/accounts/email/", {"action_add": "", "email": to})
    assert asked.url == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    return client.post(asked.url, {"password": PASSWORD})


def test_without_a_mail_service_a_new_address_counts_at_once(ada):
    answer = change_address(ada, to="Countess@Example.org")
    assert "Your e-mail is changed." in answer.client.get("/settings/").content.decode()
    ada.refresh_from_db()
    assert ada.email == "countess@example.org"
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert sign_in(ada).get("/settings/").status_code == 200


def test_without_a_mail_service_the_address_of_another_person_is_refused(ada, bob):
    page = sign_in(ada).post("/accounts/email/", {"action_add": "", "email": "BOB@example.org"})
    ada.refresh_from_db()
    assert page.status_code == 422 and ada.email == "ada@example.org"


def test_with_a_mail_service_a_new_address_counts_once_it_answers(client, with_mail_service):
    client.post("/accounts/signup/", SIGN_UP)
    client.post(re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.outbox[0].body).group())
    grace = User.objects.get()
    change_address(grace, to="hopper@example.org")
    assert User.objects.get().email == "grace@example.org"
    client.post(re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.outbox[-1].body).group())
    assert User.objects.get().email == "hopper@example.org"


@pytest.mark.parametrize("action", ["action_remove", "action_primary", "action_send"])
def test_nobody_can_be_left_without_an_address(ada, action):
    client = sign_in(ada)
    client.post("/accounts/reauthenticate/?next=/accounts/email/", {"password": PASSWORD})
    assert client.get("/accounts/email/").status_code == 200
    client.post("/accounts/email/", {action: "", "email": ada.email})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_changing_the_address_asks_for_the_password_once_more(ada_client, ada):
    answer = ada_client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert answer.url.startswith("/accounts/reauthenticate/")
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_signed_out_people_read_where_a_reset_mail_lies(client):
    for address in ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"):
        assert "<code>var/mail</code>" in client.get(address).content.decode()


def test_with_a_mail_service_no_page_speaks_of_a_folder(client, with_mail_service):
    for address in ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"):
        assert "var/mail" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_one_begins_in_the_first_field_and_after_an_error_where_it_is(client, address):
    fresh = client.get(address).content.decode()
    wrong = client.post(address, {}).content.decode()

    assert re.search(r'<input type="email"[^>]* autofocus', fresh) and fresh.count("autofocus") == 1
    assert "autofocus" not in wrong


@pytest.mark.parametrize("address", ["login/", "password/change/", "reauthenticate/"])
def test_the_way_to_a_new_password_stands_below_the_form(client, address):
    if address != "login/":
        client.force_login(make_user())
    page = client.get(f"/accounts/{address}").content.decode().partition("<main")[2]

    assert page.count("Forgot your password?") == 1
    assert page.index("</form>") < page.index("Forgot your password?")
