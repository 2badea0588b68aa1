"""Headers, cookies, addresses and names: what a browser is told, and what a stranger can slip in."""

import unicodedata
from collections import Counter
from email import message_from_bytes, policy

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from nudges import delivery, operations
from tests.conventions.access import addresses
from tests.nudges.sending import load_shipped_texts, make_due

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-secret"
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "worker-src 'self'",
}
SIGN_IN = {"login": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def under_https(settings):
    """As config/settings/safety.py has it for an address that begins with https://."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"


def addresses_without_parts():
    return [reverse(a.name) for a in addresses() if not a.parts and a.name != "account_logout"]


# --- Headers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/support/", "/n/broken/", "/health/", "/no-such-page/"])
def test_every_answer_brings_the_whole_policy_and_its_companions(client, path):
    answer = client.get(path)

    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_cache_keeps_a_page_of_somebody_signed_in(ada, ada_client):
    ada.is_staff = ada.is_superuser = True
    ada.save()
    kept = [
        path for path in addresses_without_parts() if "no-store" not in ada_client.get(path).get("Cache-Control", "")
    ]

    assert kept == []


def test_a_page_that_is_not_there_and_a_refused_form_are_not_kept_either(ada_client):
    for answer in (ada_client.get("/applications/987654321/"), ada_client.post("/applications/new/", {})):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_signing_out_and_leaving_empty_the_browser(ada):
    for path, data in [("/accounts/logout/", {}), ("/settings/leave/", {"password": PASSWORD})]:
        client = Client()
        client.force_login(ada)
        assert client.post(path, data)["Clear-Site-Data"] == '"cache", "storage"'


def test_under_https_cookies_are_bound_to_the_host_and_http_leads_there(ada, under_https):
    client = Client()
    assert client.get("/accounts/login/")["Location"].startswith("https://")
    page = client.get("/accounts/login/", secure=True)
    assert page["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    answer = client.post("/accounts/login/", SIGN_IN, secure=True)
    assert answer.status_code == 302

    for name in ("__Host-sessionid", "__Host-csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_health_is_asked_without_https(client, under_https, settings):
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    assert client.get("/health/").status_code in {200, 503}


# --- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:80@evil.example", "evil.example:80"]
)
def test_a_made_up_host_is_refused(client, host):
    assert client.get("/accounts/login/", headers={"Host": host}).status_code == 400


def test_a_reset_mail_leads_to_our_own_address_whatever_a_request_says(client, ada):
    claims = {"Host": "localhost:6666", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    client.post("/accounts/password/reset/", {"email": ada.email}, headers=claims)

    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body and "6666" not in mail.outbox[0].body


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_nowhere_else(ada, target):
    doors = [
        ("/accounts/login/", SIGN_IN),
        ("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}),
        ("/accounts/logout/", {}),
        ("/accounts/reauthenticate/", {"password": PASSWORD}),
        ("/admin/login/", SIGN_IN),
        ("/applications/new/", {"company": "Initech", "role": "Tester"}),
    ]
    for path, data in doors:
        client = Client()
        if path not in {"/accounts/login/", "/accounts/signup/"}:
            client.force_login(ada)
        answer = client.post(f"{path}?next={target}", data | {"next": target}, headers={"Referer": target})
        assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get("Location", "")


def test_an_operator_signs_in_to_the_admin_by_the_limited_door(client):
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert 'name="login"' in answer.content.decode()


def test_the_downloads_name_is_ours(ada, ada_client):
    ada.name = 'x"; filename="evil.exe'
    ada.save()

    assert ada_client.post("/settings/export/")["Content-Disposition"] == 'attachment; filename="rebound-export.json"'


def test_nothing_is_debugged_unless_it_is_asked_for(client, settings):
    assert settings.DEBUG is False
    answer = client.get("/no-such-page/")
    assert "Traceback" not in answer.content.decode() and "urlpatterns" not in answer.content.decode()


# --- What a stranger can find out -------------------------------------------------------------------------------------


@pytest.fixture
def hashing(monkeypatch):
    """How often the slow work on a password was done."""
    done = Counter()
    plain = MD5PasswordHasher.encode

    def encode(self, password, salt, *args, **kwargs):
        done["times"] += 1
        return plain(self, password, salt, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


def work_of(hashing, path, data):
    hashing.clear()
    answer = Client().post(path, data)
    return answer.status_code, hashing["times"]


def test_a_sign_in_costs_the_same_for_known_and_unknown_addresses(ada, hashing):
    known = work_of(hashing, "/accounts/login/", {"login": ada.email, "password": "wrong-secret"})
    unknown = work_of(hashing, "/accounts/login/", {"login": "nobody@example.org", "password": "wrong-secret"})

    assert known == unknown == (422, 1)


def test_a_sign_up_costs_the_same_for_known_and_unknown_addresses(ada, hashing, settings):
    settings.EMAIL_URL, settings.ACCOUNT_EMAIL_VERIFICATION = "smtp://localhost:2525", "mandatory"
    known = work_of(hashing, "/accounts/signup/", {"email": ada.email, "password1": PASSWORD})
    unknown = work_of(hashing, "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})

    assert known == unknown == (302, 1)


def test_a_reset_hashes_nothing_for_anybody(ada, hashing):
    known = work_of(hashing, "/accounts/password/reset/", {"email": ada.email})
    unknown = work_of(hashing, "/accounts/password/reset/", {"email": "nobody@example.org"})

    assert known == unknown == (302, 0)


# --- Names ------------------------------------------------------------------------------------------------------------

SLIPPED_IN = [
    "\r\nBcc: eve@example.org",
    "\nBcc: eve@example.org",
    "\x0b",
    "\x85Bcc: eve@example.org",
    "\u2028",
    "\x00",
]


@pytest.mark.parametrize("sign", SLIPPED_IN)
def test_no_form_takes_a_name_with_control_characters(client, sign):
    """Whatever is taken all the same has none left: Django drops some at the ends."""
    client.post("/accounts/signup/", {"email": f"ada@example.org{sign}", "password1": PASSWORD})
    client.post("/accounts/signup/", {"email": "ada@example.org", "password1": PASSWORD})
    client.post("/welcome/", {"name": f"Ada{sign}L", "time_zone": "UTC"})
    client.post("/settings/", {"name": f"Ada{sign}L", "time_zone": "UTC", "rejection_word": "rejected"})
    client.post("/applications/new/", {"company": f"Ini{sign}tech", "role": f"Tes{sign}ter"})
    client.post("/contacts/new/", {"name": f"Gr{sign}ace", "company": f"Ini{sign}tech"})
    person = User.objects.get()
    texts = [person.email, person.name, *person.companies.values_list("name", flat=True)]
    texts += [*person.applications.values_list("role", flat=True), *person.contacts.values_list("name", flat=True)]

    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for text in texts for letter in text)


@pytest.mark.parametrize("sign", [sign for sign in SLIPPED_IN if sign != "\x00"])  # which PostgreSQL cannot hold
def test_a_name_that_got_in_all_the_same_adds_nothing_to_a_mail(ada, now, sign):
    """Rows can come from elsewhere: an import, an older version, a hand in the database."""
    load_shipped_texts()
    sent_before = len(mail.outbox)
    make_due(ada, now=now, company=f"Initech{sign}", role=f"Tester{sign}")
    User.objects.filter(pk=ada.pk).update(name=f"Ada{sign}X")
    operations.set_lists(ada, ["follow_ups"], said_on="settings", now=now)
    assert delivery.send_due(now).sent == 1

    (sent,) = mail.outbox[sent_before:]
    parsed = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert sent.recipients() == ["ada@example.org"]
    assert parsed["Bcc"] is None and parsed["To"] == "ada@example.org"
    assert not {key.lower() for key in parsed} - KNOWN_HEADERS


KNOWN_HEADERS = {
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "message-id",
    "mime-version",
    "subject",
    "to",
    "x-auto-response-suppress",
}
