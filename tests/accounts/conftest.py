"""A table with private columns, and keys to write them with."""

import base64
import secrets

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts.writing import EncryptedTextField


def new_key(key_id: str) -> str:
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture
def first_key(settings) -> str:
    settings.WRITING_KEYS = new_key("1")
    return settings.WRITING_KEYS


@pytest.fixture
def page(transactional_db, first_key):
    """A model of its own with two private columns."""
    with isolate_apps("accounts"):

        class Page(models.Model):
            text = EncryptedTextField(blank=True)
            aside = EncryptedTextField(null=True, max_length=20)  # noqa: DJ001

            class Meta:
                app_label = "accounts"

            def __str__(self):
                return "a page"

        with connection.schema_editor() as editor:
            editor.create_model(Page)
        yield Page
        with connection.schema_editor() as editor:
            editor.delete_model(Page)
