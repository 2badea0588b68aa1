"""The cast: ada owns, bob is a stranger. The settings are in tests/settings.py, the browser in tests/browser.py."""

import os
import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from tests.browser import _playwright, browser, browser_page, chromium, live_server  # noqa: F401
from tests.explore import PROFILE
from tests.factories import make_user
from tests.hurry import mixed, skip_when_over
from tests.pack import pack  # noqa: F401
from tests.tables import _shared_tables, django_db_keepdb, django_db_setup  # noqa: F401


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")
    items[:] = mixed(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    skip_when_over()


hypothesis_settings.register_profile("steady", derandomize=True)
hypothesis_settings.register_profile("explore", max_examples=2000, deadline=None)
hypothesis_settings.load_profile(PROFILE)


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Every test begins with an empty cache, so that no rate limit is carried from one to the next."""
    if os.environ.get("REDIS_URL"):
        settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}
    else:
        backend = "django.core.cache.backends.locmem.LocMemCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid.uuid4().hex}}


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
