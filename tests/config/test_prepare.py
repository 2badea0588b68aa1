"""What is done before the processes start."""

import base64
import fcntl

import pytest
from django.db import connection

from accounts.writing import WritingKeyMissing
from config import prepare
from config.prepare import prepare_database
from recovery.models import CheckIn


@pytest.mark.django_db
def test_a_restored_database_without_its_keys_is_refused(ada, now, settings):
    CheckIn.objects.create(user=ada, mood="heavy", made_at=now)
    settings.WRITING_KEYS = "1:" + base64.urlsafe_b64encode(b"another key, 32 bytes long, here").decode()

    with pytest.raises(WritingKeyMissing, match="recovery.checkin.mood"):
        prepare_database(say=lambda text: None)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="compose starts one for PostgreSQL")
@pytest.mark.django_db
def test_two_at_once_take_turns(settings, tmp_path, monkeypatch):
    """`make demo` in another window, while the first `make run` makes the tables."""
    settings.VAR_DIR = tmp_path
    refused = []

    def meet_another():
        with (tmp_path / "run" / "preparing" / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                refused.append(True)

    monkeypatch.setattr(prepare, "_migrate_and_fill", meet_another)
    prepare_database(say=lambda text: None)

    assert refused == [True]
