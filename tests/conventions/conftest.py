"""One world for a whole file: its tests put back whatever they change."""

import logging
import shutil

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.db import transaction

from tests.conventions.access import NOW, World
from tests.conventions.pages import Page, pages_of
from tests.conventions.test_house import APPS, ROOT


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


@pytest.fixture(scope="module")
def pages(world, django_db_blocker) -> list[Page]:
    """Every page there is, with the rows that some of them need."""
    with django_db_blocker.unblock():
        return pages_of(world)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory) -> list[Message]:
    """Every sentence that `bin/messages` gathers for translators."""
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext: install GNU gettext to try that translators get every sentence")
    here = tmp_path_factory.mktemp("gathering")
    for folder in [*APPS, "config", "templates"]:
        shutil.copytree(ROOT / folder, here / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (here / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        call_command("makemessages", locale=["de"], extensions=["html,txt,py"], no_wrap=True, verbosity=0)
    with (here / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        return list(read_po(file))[1:]
