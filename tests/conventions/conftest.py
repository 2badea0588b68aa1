"""One world for a whole file: its tests put back whatever they change."""

import logging

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.conventions.access import NOW, World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """ada, her rows and her strangers, with the shipped content, on a clock that stands still."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        call_command("content", "load", verbosity=0)
        logging.disable(logging.WARNING)  # thousands of refused requests
        yield World(NOW)
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
