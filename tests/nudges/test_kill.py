"""A sender killed with -9 at every dangerous point: nothing is lost, and a repeat bears the same Message-ID."""

import os
import re
import signal
from datetime import timedelta

import pytest
from django.db import connections

from nudges import crash, delivery
from nudges.delivery import claiming, settling
from nudges.models import Message, Nudge
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due, smtp_server
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
PEOPLE = 3

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def after_settling_the_first(monkeypatch):
    settle = settling.settle
    monkeypatch.setattr(settling, "settle", lambda *a, **k: settle(*a, **k)() and die())


def while_claiming(monkeypatch):
    monkeypatch.setattr(claiming, "_freeze", die)


def send_and_die(monkeypatch, point):
    """One tick in a process of its own that kills itself at this point."""
    connections.close_all()  # a connection must not be shared with the child
    child = os.fork()
    if child == 0:
        try:
            if callable(point):
                point(monkeypatch)
            delivery.send_due(NOW)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(
    ("point", "repeats"),
    [
        (while_claiming, 0),
        (after_settling_the_first, 0),
        (crash.BEFORE_CLAIM, 0),
        (crash.AFTER_CLAIM, 0),
        (crash.AFTER_RENDER, 0),
        (crash.AFTER_250, 1),
        (crash.BEFORE_SETTLE, 1),
    ],
)
def test_a_killed_sender_loses_nothing_and_repeats_one_at_most(
    monkeypatch, settings, tmp_path, transactional_db, point, repeats
):
    settings.CRASH_FOLDER = str(tmp_path)
    if isinstance(point, str):
        (tmp_path / point).touch()
    load_shipped_texts()
    for n in range(PEOPLE):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)
    with smtp_server(settings) as server:
        send_and_die(monkeypatch, point)
        later = NOW + delivery.lease() + timedelta(minutes=1)
        delivery.send_due(later)
        delivery.send_due(later + delivery.lease())
    ids = [re.search(rb"Message-ID: (<[^>]+>)", copy)[1] for copy in server.taken]
    assert len(set(ids)) == PEOPLE
    assert len(ids) == PEOPLE + repeats
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert not Nudge.objects.filter(state="planned", due_at__lte=NOW).exists()
