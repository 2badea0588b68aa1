"""The tables of the tests on SQLite: made once for all processes of a run, where TEST_TABLES names a folder for them.

All migrations one after another take a quarter of a minute. Who comes first makes them, the others copy the file.
"""

import fcntl
import os
import shutil
import time
from pathlib import Path

import pytest
from django.db import connection

PATIENCE = 180  # seconds; after that one makes them oneself: the other may have got stuck


class Shared:
    """The file that is copied, and who may make it: one at a time."""

    def __init__(self, folder: str) -> None:
        self.made = Path(folder, "made.sqlite3")
        self.lock = os.open(Path(folder, "lock"), os.O_CREAT | os.O_RDWR)

    def take(self, path: str) -> None:
        """Copies what is made; else whoever asked makes it, and nobody beside them until it is given."""
        deadline = time.monotonic() + PATIENCE
        while not self._is_ours() and time.monotonic() < deadline:
            time.sleep(0.1)
        if self.made.exists():
            shutil.copyfile(self.made, path)
            fcntl.flock(self.lock, fcntl.LOCK_UN)

    def give(self) -> None:
        if not self.made.exists():
            own = self.made.with_suffix(f".{os.getpid()}")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(own)])
            own.rename(self.made)
        os.close(self.lock)

    def _is_ours(self) -> bool:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.fixture(scope="session")
def _shared_tables() -> Shared | None:
    folder = os.environ.get("TEST_TABLES")
    return Shared(folder) if folder and connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, _shared_tables) -> bool:
    """What was copied is there already."""
    if _shared_tables is None:
        return django_db_keepdb
    _shared_tables.take(connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, _shared_tables) -> None:
    if _shared_tables is not None:
        with django_db_blocker.unblock():
            _shared_tables.give()
            connection.close()
