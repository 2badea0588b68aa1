"""The cast: ada owns, bob is a stranger. Tests never touch `var/` of a real installation."""

import os
import tempfile
from datetime import UTC, datetime

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="rebound-tests-"))

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    """Quick passwords, files without fingerprints, mail in memory."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}}


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning in Berlin."""
    return datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def ada(db) -> User:
    return make_user(email="ada@example.org", name="Ada Lovelace", time_zone="Europe/Berlin")


@pytest.fixture
def bob(db) -> User:
    return make_user(email="bob@example.org", name="Bob", time_zone="America/New_York")


@pytest.fixture
def ada_client(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def bob_client(bob) -> Client:
    client = Client()
    client.force_login(bob)
    return client
