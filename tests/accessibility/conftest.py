"""A Rebound with ada's rows behind a live server, on a clock that stands still: one for all tests of a file."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.accessibility.visit import Visit
from tests.conventions.access import NOW, World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """What is done in one test is still there in the next; nothing is when the file is through."""
    if connection.vendor != "sqlite":
        pytest.skip("what a page is made of does not depend on the database: the embedded run has looked at it")
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(ROOT_URLCONF="tests.pictures.urls"),
    ):
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        call_command("migrate", verbosity=0)  # pytest-django does so only where a test itself asks for a database
        call_command("content", "load", verbosity=0)
        yield World(NOW)
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def visit(world, browser):
    """Opens pages as whoever a page is for."""
    server = LiveServer("localhost")
    visit = Visit(browser, server.url, world)
    yield visit
    visit.close()
    server.stop()
