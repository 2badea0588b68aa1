"""Private writing: what a person writes for themselves is encrypted before it reaches the database.

Stored is: version, key id, nonce, and the AES-256-GCM ciphertext, bound to its table and column. Texts are filled up
to whole blocks first, else the length of the ciphertext would tell “low” from “all right”. This covers a stolen
database file or backup; it does not cover a taken server, which holds the keys. The keys come from `WRITING_KEYS` and
are no part of `SECRET_KEY`: the first one writes, all of them read. To change them: `accounts/rotation.py`.
"""

import base64
import binascii
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

VERSION = b"\x02"
READABLE = (b"\x01", VERSION)  # the first one was not filled up
NONCE = 12
BLOCK = 32  # bytes
FILLING = b"\x00"  # no text ends with it
SEALED = "sealed:"


class WritingKeyMissing(ImproperlyConfigured):
    """A private text cannot be opened: its key is not in `WRITING_KEYS`, or another key stands there under its name."""


@lru_cache(maxsize=8)
def keys(configured: str) -> dict[str, AESGCM]:
    """The keys of `WRITING_KEYS` by id, the writing one first. Raises ImproperlyConfigured when one is unusable."""
    found: dict[str, AESGCM] = {}
    for part in filter(None, (part.strip() for part in configured.split(","))):
        key_id, separator, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded.replace("-", "+").replace("_", "/"), validate=True)
        except binascii.Error:
            key = b""
        if not (separator and 0 < len(key_id.encode()) < 256 and len(key) == 32) or key_id in found:
            raise ImproperlyConfigured(
                "WRITING_KEYS must be id:key,id:key with different ids and keys of 32 random bytes in base64."
            )
        found[key_id] = AESGCM(key)
    if not found:
        raise ImproperlyConfigured("WRITING_KEYS holds no key.")
    return found


def seal(text: str, *, place: str) -> bytes:
    """The text encrypted with the first key, openable only for the same `place` (table and column)."""
    key_id, key = next(iter(keys(settings.WRITING_KEYS).items()))
    nonce = secrets.token_bytes(NONCE)
    return header(key_id) + nonce + key.encrypt(nonce, filled(text.encode()), place.encode())


def filled(text: bytes) -> bytes:
    return text.ljust(max(1, -(-len(text) // BLOCK)) * BLOCK, FILLING)


def unseal(sealed: bytes, *, place: str) -> str:
    """The text again. Raises WritingKeyMissing when no configured key opens it."""
    key_id, rest = split(sealed)
    key = keys(settings.WRITING_KEYS).get(key_id)
    if key is None:
        raise not_configured(key_id, place=place)
    try:
        return key.decrypt(rest[:NONCE], rest[NONCE:], place.encode()).rstrip(FILLING).decode()
    except InvalidTag as error:
        raise WritingKeyMissing(
            f"Private writing in {place} does not open with the key “{key_id}” of WRITING_KEYS: "
            "that is another key under the same name, or the text was moved or changed."
        ) from error


def not_configured(key_id: str, *, place: str) -> WritingKeyMissing:
    return WritingKeyMissing(f"Private writing in {place} needs the key “{key_id}”, which is not in WRITING_KEYS.")


def header(key_id: str) -> bytes:
    name = key_id.encode()
    return VERSION + bytes([len(name)]) + name


def split(sealed: bytes) -> tuple[str, bytes]:
    if sealed[:1] not in READABLE or len(sealed) < 2:
        raise WritingKeyMissing(
            "A private text has no readable header: it was not written by this app, or it is damaged."
        )
    end = 2 + sealed[1]
    return sealed[2:end].decode(errors="replace"), sealed[end:]


class EncryptedTextField(models.Field):
    """A text that is a str in Python and ciphertext in the database. No search and no comparison, except “isnull”."""

    description = _("Encrypted text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.validators.append(MaxLengthValidator(self.max_length))

    @property
    def place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.place} is encrypted: it can be looked up by “isnull” only.")
        return super().get_lookup(lookup_name)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        text = value.decode() if isinstance(value, bytes) else str(value)  # bytes: a new column's empty default
        return connection.Database.Binary(seal(text, place=self.place))  # type: ignore[attr-defined]

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        return None if value is None else unseal(bytes(value), place=self.place)

    def to_python(self, value: Any) -> str | None:
        """A text from a form stays as it is; one from a dump (`value_to_string`) is opened."""
        if isinstance(value, str) and value.startswith(SEALED):
            try:
                sealed = base64.b64decode(value.removeprefix(SEALED), validate=True)
            except binascii.Error:
                return value
            return unseal(sealed, place=self.place) if sealed[:1] in READABLE else value
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> Any:
        """What `dumpdata` writes: never the plain text."""
        text = self.value_from_object(obj)
        return None if text is None else SEALED + base64.b64encode(seal(str(text), place=self.place)).decode()

    def formfield(self, **kwargs: Any) -> Any:
        widget = forms.Textarea
        return super().formfield(
            **{"form_class": forms.CharField, "max_length": self.max_length, "widget": widget} | kwargs
        )


def private_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The private columns of this table itself."""
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]


def try_keys(model: type[models.Model]) -> None:
    """Opens the oldest and the newest private text of this table. Raises WritingKeyMissing when a key does not fit."""
    for field in private_fields(model):
        written = model._base_manager.filter(**{f"{field.name}__isnull": False})
        for order in ("pk", "-pk"):
            written.order_by(order).values_list(field.name, flat=True).first()
