"""`pack`: the content pack that ships with the project, in the database of a test."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from advice import content

_rows: dict[str, list[tuple]] = {}


@pytest.fixture
def pack(db, now):
    """The content pack that ships with the project. Loaded once; later tests copy its bare rows, much quicker."""
    if not _rows:
        content.load(content.read(), now=now)
        _rows.update((table, _read(table)) for table in _tables())
        return
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table, rows in _rows.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


def _tables() -> list[str]:
    models = apps.get_app_config("advice").get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if model._base_manager.exists()]


def _read(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
        return cursor.fetchall()
