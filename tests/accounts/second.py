"""A second step for tests: an app whose secret is known, spare codes, and who gives a password and then that."""

import hashlib
import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a-long-enough-secret"


def give_app(person) -> list[str]:
    """Sets up an app with SECRET, and answers the spare codes."""
    TOTP.activate(person, SECRET)
    return RecoveryCodes.activate(person).get_unused_codes()


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """What an app with this secret shows now, or `steps` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def password_given(person, **defaults) -> Client:
    client = Client(**defaults)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def sure(person) -> Client:
    """Signed in, and has just said again that it is them."""
    client = Client()
    client.force_login(person)
    client.post("/accounts/reauthenticate/?next=/settings/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def keys_of_a_passkey() -> tuple[ec.EllipticCurvePrivateKey, ES256]:
    private = ec.generate_private_key(ec.SECP256R1())
    return private, ES256.from_cryptography_key(private.public_key())


def made_passkey(public: ES256, key_id: bytes) -> dict[str, Any]:
    """As a browser at http://localhost gives one when it is made."""
    data = AttestedCredentialData.create(Aaguid.NONE, key_id, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    answer = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, data)
    seen = CollectedClientData.create("webauthn.create", b"asked", "http://localhost")
    said = {
        "clientDataJSON": websafe_encode(seen),
        "attestationObject": websafe_encode(AttestationObject.create("none", answer, {})),
    }
    name = websafe_encode(key_id)
    extras = {"credProps": {"rk": True}}
    return {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": extras}
