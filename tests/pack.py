"""`pack`: the content pack that ships with the project, in the database of a test."""

import pytest
from django.apps import apps
from django.db import connection

from advice import content

_rows: list[tuple[type, list]] = []


@pytest.fixture
def pack(db, now):
    """The content pack that ships with the project. Loaded once; later tests copy the rows, which is much quicker."""
    if not _rows:
        content.load(content.read(), now=now)
        models = apps.get_app_config("advice").get_models(include_auto_created=True)
        _rows.extend((model, list(model._base_manager.all())) for model in models)
        return
    with connection.constraint_checks_disabled():
        for model, rows in _rows:
            model._base_manager.bulk_create(rows)
