"""Reads variables of the environment; what cannot be used is refused with a sentence that names the variable."""

import builtins
import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

NO = {"0", "false", "no", "off", "n", "f"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


class Environment(environ.Env):
    """A variable that is there but empty counts as not set."""

    def int(self, var: Any, default: Any = environ.Env.NOTSET) -> int:
        text = self.str(var, default="").strip()
        if not text:
            return int(default)
        if not text.isdecimal():
            raise ImproperlyConfigured(f"{var} must be a whole number, not {text!r}.")
        return int(text)

    def bool(self, var: Any, default: Any = environ.Env.NOTSET) -> bool:
        text = self.str(var, default="").strip().lower()
        if not text:
            return bool(default)
        if text not in NO and text not in self.BOOLEAN_TRUE_STRINGS:
            raise ImproperlyConfigured(f"{var} must be 1 or 0, not {text!r}.")
        return text not in NO

    def level(self, var: str, default: str) -> str:
        text = (self.str(var, default="") or default).strip().upper()
        if text not in logging.getLevelNamesMapping():
            raise ImproperlyConfigured(f"{var} must be DEBUG, INFO, WARNING or ERROR, not {text!r}.")
        return text

    def database(self, var: str) -> dict[str, Any]:
        refusal = ImproperlyConfigured(
            f"{var} is an address such as postgres://user:password@host:5432/name; "
            "special characters in user and password are written as in addresses, @ as %40."
        )
        if self.DB_SCHEMES.get(self.str(var).partition("://")[0]) not in ENGINES:
            raise refusal
        try:
            found: dict[str, Any] = self.db_url(var)
        except (ValueError, KeyError) as error:
            raise refusal from error
        if not found.get("NAME"):
            raise refusal
        return found

    def document_storage(self, var: str, default: Path) -> dict[str, Any]:
        """Django's words for where files lie: a folder, or a bucket named by an address."""
        written = self.str(var, default="").strip()
        if not written:
            private = {"location": default, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
            return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private}
        refusal = ImproperlyConfigured(
            f"{var} is an address such as s3://key:secret@bucket/folder?endpoint=https://s3.example.org&region=eu-1; "
            "special characters in key and secret are written as in addresses, / as %2F."
        )
        address = urlsplit(written)
        more = dict(parse_qsl(address.query))
        endpoint = more.get("endpoint", "")
        if address.scheme != "s3" or not address.hostname or not more.keys() <= {"endpoint", "region"}:
            raise refusal
        if endpoint and not endpoint.startswith(("https://", "http://")):
            raise refusal
        if find_spec("storages") is None or find_spec("boto3") is None:
            raise ImproperlyConfigured(f"{var} needs the packages of requirements-s3.txt (docs/operations.md).")
        bucket = address.netloc.rpartition("@")[2]
        options = {
            "bucket_name": bucket,
            "location": address.path.strip("/"),
            "access_key": unquote(address.username or "") or None,
            "secret_key": unquote(address.password or "") or None,
            "endpoint_url": endpoint or None,
            "region_name": more.get("region") or None,
            "default_acl": None,
            "max_memory_size": 1024 * 1024,  # what is larger waits in a temporary file while it is read
            "file_overwrite": True,  # names are chance: asking first would need the right to list
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

    def rates(self, var: str) -> "dict[str, builtins.int]":
        """`gmail.com:120,*:600` as a number for each name; empty where nothing is set."""
        found: dict[str, builtins.int] = {}
        for pair in self.list(var, default=[]):
            name, _, number = pair.strip().rpartition(":")
            if not name or not number.isdecimal() or not builtins.int(number):
                raise ImproperlyConfigured(f"{var} is a list of domains with numbers, such as gmail.com:120,*:600.")
            found[name.lower()] = builtins.int(number)
        return found

    def mail_server(self, var: str) -> dict[str, Any]:
        refusal = ImproperlyConfigured(
            f"{var} is an address such as smtp+tls://user:password@host:587 (or smtp://, or smtp+ssl://); "
            "special characters in user and password are written as in addresses, @ as %40."
        )
        address = urlsplit(self.str(var))
        try:
            if address.scheme not in MAIL_PORTS or not address.hostname:
                raise refusal
            found: dict[str, Any] = self.email_url(var)
            return found | {"EMAIL_PORT": address.port or MAIL_PORTS[address.scheme]}
        except ValueError as error:
            raise refusal from error
