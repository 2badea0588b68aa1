"""The second step of signing in: how its secrets are kept, and whether somebody has gone through it.

`allauth.mfa` keeps all of it as JSON in one table. What opens an account there, the secret of an app and the seed of
spare codes, is sealed as private writing is, with the same keys and a place of its own (docs/adr/0015).
"""

import base64
from collections.abc import Iterator
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts import writing

PLACE = "mfa.authenticator.data"
SECRETS = ("secret", "seed")
CODE_COUNTS_FOR = 30 * 3  # seconds: the code of now, and those before and after it (MFA_TOTP_TOLERANCE)


def seal(text: str) -> str:
    return base64.b64encode(writing.seal(text, place=PLACE)).decode()


def unseal(sealed: str) -> str:
    """Raises WritingKeyMissing when no configured key opens it."""
    return writing.unseal(base64.b64decode(sealed), place=PLACE)


def sealed_in(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, sealed text) of each secret in a row of allauth's."""
    return ((name, data[name]) for name in SECRETS if name in data)


def key_of(sealed: str) -> str:
    """The id of the key with which it was sealed."""
    return writing.split(base64.b64decode(sealed))[0]


def is_sealed_anew(sealed: str) -> bool:
    """Whether it was sealed as it would be now, with the first key."""
    now = writing.header(next(iter(writing.keys(settings.WRITING_KEYS))))
    return base64.b64decode(sealed).startswith(now)


def resealed(data: dict[str, Any]) -> dict[str, Any]:
    return data | {name: seal(unseal(sealed)) for name, sealed in sealed_in(data)}


def try_keys() -> None:
    """Opens the oldest and the newest secret. Raises WritingKeyMissing when a key does not fit."""
    kept = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for order in ("pk", "-pk"):
        for data in kept.order_by(order).values_list("data", flat=True)[:1]:
            resealed(data)


def is_first_use(user_id: int, code: str) -> bool:
    """Whether this code of an app has not been used for as long as it counts. allauth asks for a third of that time."""
    return cache.add(f"second-step:used:{user_id}:{normalize_user_code(code)}", "y", timeout=CODE_COUNTS_FOR)


def was_taken(request: HttpRequest) -> bool:
    """Whether this sign-in has gone through a second step, or began with a passkey, which is two steps in one."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_missing(request: HttpRequest) -> bool:
    """Whether this sign-in is not enough for what only staff see (ADMIN_TWO_FACTOR)."""
    return settings.ADMIN_TWO_FACTOR and not was_taken(request)
