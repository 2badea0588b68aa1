"""Passkeys, with a browser that has one: made, used after the password and instead of it, renamed, removed."""

import hashlib
import json
import re

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client, RequestFactory
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import CollectedClientData
from playwright.sync_api import expect

from accounts import passkeys
from accounts.forms.second_steps import AddPasskeyForm
from tests.accounts.second import PASSWORD, is_in, keys_of_a_passkey, made_passkey, sure


class Device:
    """A telephone with a passkey of its own, as Chromium plays one."""

    def __init__(self, page) -> None:
        self.page, self.remote = page, page.context.new_cdp_session(page)
        self.remote.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.remote.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def knows_its_owner(self, *, yes: bool) -> None:
        said = {"authenticatorId": self.id, "isUserVerified": yes}
        self.remote.send("WebAuthn.setUserVerified", said)


@pytest.fixture
def device(browser_page, transactional_db, ada) -> Device:
    return Device(browser_page)


def sign_in(page, ada) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def sign_out(page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def add_passkey(page, name: str) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(re.compile("recovery-codes|signing-in"))


@pytest.mark.browser
def test_a_passkey_is_made_asked_for_after_the_password_and_then_instead_of_it(device, ada):
    page = device.page
    page.add_init_script("addEventListener('securitypolicyviolation', (e) => console.error('POLICY', e.blockedURI))")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page, ada)
    add_passkey(page, "My telephone")
    expect(page.locator("#spare-codes")).to_be_visible()
    page.goto("/settings/signing-in/")
    expect(page.get_by_text("instead of the password too", exact=True)).to_be_visible()

    sign_out(page)
    sign_in(page, ada)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("navigation", name="Main").first).to_be_attached()

    sign_out(page)
    page.goto("/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/settings/$"))
    passkey = Authenticator.objects.get(type="webauthn")
    assert passkey.wrap().name == "My telephone" and passkey.last_used_at
    assert said == []


@pytest.mark.browser
def test_a_device_that_does_not_know_its_owner_lets_nobody_in(device, ada):
    page = device.page
    sign_in(page, ada)
    add_passkey(page, "My telephone")
    sign_out(page)
    device.knows_its_owner(yes=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("The browser gave no passkey")).to_be_visible()
    page.goto("/settings/")
    assert "/accounts/login/" in page.url


@pytest.mark.browser
def test_a_passkey_is_used_to_say_again_who_one_is_renamed_and_removed(device, ada, settings):
    page = device.page
    sign_in(page, ada)
    add_passkey(page, "Old")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/settings/signing-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r":\d+/settings/signing-in/$"))
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

    page.get_by_role("link", name=re.compile("Rename.*Old")).click()
    page.get_by_label("Name").fill("New <b>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("New <b>", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("Remove.*New <b>")).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert not Authenticator.objects.exists()


# --- Where there can be none ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "is_secure", "can"),
    [
        ("localhost:8000", False, True),
        ("rebound.localhost", False, True),
        ("127.0.0.1:8000", False, False),
        ("127.0.0.1", True, False),
        ("[::1]:8000", True, False),
        ("rebound.example.org", True, True),
        ("rebound.example.org", False, False),
        ("intranet", True, True),
    ],
)
def test_passkeys_are_for_names_over_https_and_for_one_s_own_machine(settings, host, is_secure, can):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", secure=is_secure, headers={"Host": host})
    assert passkeys.can_work(request) == can


def test_behind_a_proxy_that_is_not_believed_our_own_address_is_one_with_https(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL, settings.SITE_HOST, settings.IS_HTTPS = "https://re.example.org", "re.example.org", True
    for host, can in [("re.example.org", True), ("other.example.org", False)]:
        request = RequestFactory().get("/", headers={"Host": host})
        assert passkeys.can_work(request) == can
    assert passkeys.better_address(request) == "https://re.example.org"


@pytest.mark.django_db
def test_at_a_bare_number_they_are_not_offered_and_the_page_says_where_they_are(ada):
    def page(address, host, client):
        return client.get(address, headers={"Host": host}).content.decode()

    nobody, client = Client(), sure(ada)
    assert "Use a passkey" in page("/accounts/login/", "localhost:8000", nobody)
    assert "passkey" not in page("/accounts/login/", "127.0.0.1:8000", nobody)
    here = page("/settings/signing-in/", "127.0.0.1:8000", client)
    assert "Add a passkey" not in here and 'href="http://localhost:8000"' in here
    assert "data-passkey" not in page("/accounts/2fa/webauthn/add/", "127.0.0.1:8000", client)


def answer(**response: str) -> str:
    said = {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"} | response
    shell = {"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}}
    return json.dumps(shell | {"response": said})


GARBAGE = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '{"id": "x"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": 7}',
    answer(userHandle="%%%"),
    answer(userHandle="_____w", authenticatorData="A" * 60),
    answer(attestationObject="oWA", clientDataJSON="AAAA"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", GARBAGE)
def test_what_no_browser_would_send_signs_nobody_in_and_breaks_nothing(ada, client, sent):
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json", "Host": "localhost"})
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": sent, "next": "/settings/"})

    assert answer.url == "/accounts/login/?next=%2Fsettings%2F" and not is_in(client)
    assert sure(ada).post("/accounts/2fa/webauthn/add/", {"credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_asking_for_passkeys_again_and_again_is_stopped():
    answers = [Client().post("/accounts/2fa/webauthn/login/", {"credential": ""}).status_code for _ in range(12)]
    assert answers[0] == 302 and answers[-1] == 429


@pytest.mark.django_db
def test_a_name_of_a_passkey_is_never_a_reason_to_refuse_it(ada):
    form = AddPasskeyForm({"name": f"a\n{'x' * 300}", "credential": ""}, user=ada)
    form.is_valid()
    assert form.cleaned_data["name"] == f"a {'x' * 58}"


@pytest.mark.django_db
def test_without_scripts_the_sign_in_page_shows_no_button_that_does_nothing(client):
    page = client.get("/accounts/login/", headers={"Host": "localhost"}).content.decode()
    assert re.search(r"<form[^>]*data-passkey[^>]*\bhidden\b", page)


# --- One that is forged -----------------------------------------------------------------------------------------------


@pytest.fixture
def key(ada):
    """The private part of a passkey of ada's, and its id."""
    private, public = keys_of_a_passkey()
    WebAuthn.add(ada, "Phone", made_passkey(public, b"its-id-in-16-by."))
    return private


def signed(client, private, person, *, origin="http://localhost", flags=0b101) -> str:
    """What a browser answers to the question of the sign-in page, with this key, from a page at this address."""
    asked = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json", "Host": "localhost"})
    challenge = websafe_decode(asked.json()["request_options"]["publicKey"]["challenge"])
    seen = bytes(CollectedClientData.create("webauthn.get", challenge, origin))
    device = hashlib.sha256(b"localhost").digest() + bytes([flags]) + bytes(4)
    signature = private.sign(device + hashlib.sha256(seen).digest(), ec.ECDSA(hashes.SHA256()))
    name = websafe_encode(b"its-id-in-16-by.")
    parts = {"clientDataJSON": seen, "authenticatorData": device, "signature": signature}
    parts["userHandle"] = user_pk_to_url_str(person).encode()
    response = {part: websafe_encode(value) for part, value in parts.items()}
    shell = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}
    return json.dumps(shell | {"response": response})


def send(client, credential):
    return client.post("/accounts/2fa/webauthn/login/", {"credential": credential}, headers={"Host": "localhost"})


@pytest.mark.django_db
def test_one_s_own_passkey_signs_in_and_its_answer_counts_once(ada, key, client):
    credential = signed(client, key, ada)
    assert send(client, credential).url == "/" and is_in(client)
    other = Client()
    assert send(other, credential).url == "/accounts/login/" and not is_in(other)


@pytest.mark.django_db
@pytest.mark.parametrize("flaw", ["another key", "another address", "its owner unknown", "somebody else's name"])
def test_a_forged_answer_signs_nobody_in(ada, bob, key, client, flaw):
    private = keys_of_a_passkey()[0] if flaw == "another key" else key
    person = bob if flaw == "somebody else's name" else ada
    origin = "https://evil.example" if flaw == "another address" else "http://localhost"
    credential = signed(client, private, person, origin=origin, flags=1 if flaw == "its owner unknown" else 0b101)

    assert send(client, credential).url == "/accounts/login/" and not is_in(client)


@pytest.mark.django_db
def test_somebody_whose_access_was_ended_does_not_come_in_by_a_passkey(ada, key, client):
    ada.is_active = False
    ada.save()
    send(client, signed(client, key, ada))
    assert not is_in(client)
