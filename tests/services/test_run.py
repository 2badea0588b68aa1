"""`make run` as a person meets it: it comes up, heals itself, gives way, and leaves nothing behind."""

import os
import signal
import socket

import pytest

from tests.services.installation import CHILDREN, PATIENCE, Installation, eventually, fetch

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def installation(tmp_path, static):
    installation = Installation(tmp_path, static)
    yield installation
    installation.clear_away()


def test_it_comes_up_whole_starts_again_what_dies_and_stops_on_ctrl_c(installation):
    installation.start()
    installation.wait_until_up()
    eventually(lambda: len(installation.living()) == 3, within=PATIENCE, what="three processes run")
    assert f"Rebound is at {installation.address}" in installation.words()
    assert "already running as process" in (refusal := installation.refusal())
    assert installation.address in refusal

    before = installation.living()
    for mark in before.values():
        os.kill(mark.pid, signal.SIGKILL)
    eventually(
        lambda: len(after := installation.living()) == 3 and not set(after.values()) & set(before.values()),
        within=PATIENCE,
        what="new ones run in place of the dead",
    )
    installation.wait_until_up()

    after = installation.living()
    assert installation.stop() == 0
    assert not any(mark.is_alive for mark in after.values())
    assert fetch(installation.address)[0] == 0


def test_health_turns_good_soon_after_the_start(installation):
    installation.start()
    installation.wait_until_up()

    eventually(lambda: set(installation.health().values()) == {"ok"}, within=PATIENCE, what="four times ok")
    assert installation.stop() == 0


def test_nothing_outlives_a_supervisor_that_is_killed_and_the_next_start_works(installation):
    installation.start()
    installation.wait_until_up()
    children = eventually(
        lambda: len(living := installation.living()) == 3 and living, within=PATIENCE, what="three processes run"
    )

    installation.process.kill()
    installation.process.wait(10)
    eventually(
        lambda: not any(mark.is_alive for mark in children.values()), within=PATIENCE, what="the children have stopped"
    )
    eventually(lambda: fetch(installation.address)[0] == 0, within=PATIENCE, what="the port is free")

    installation.start()
    installation.wait_until_up()
    assert installation.stop() == 0


def test_a_broken_message_does_not_end_the_worker(installation):
    installation.start()
    installation.wait_until_up()
    worker = eventually(lambda: installation.living().get("worker"), within=PATIENCE, what="the worker runs")
    queue = installation.folder / "var" / "queue" / "celery"
    eventually(queue.is_dir, within=PATIENCE, what="the queue folder is there")
    for number, rubbish in enumerate([b"", b'{"body": "eyJ0b3Ju', b'{"body": 1, "properties": {}}']):
        (queue / f"0000000000000000000{number}-1-1.json").write_bytes(rubbish)

    eventually(lambda: not list(queue.glob("0000*")), within=PATIENCE, what="the rubbish is gone")
    eventually(lambda: not list(queue.glob("*.json")), within=PATIENCE, what="the queue is read to the end")
    assert installation.mark("worker") == worker
    assert worker.is_alive
    assert set(installation.living()) == set(CHILDREN)


def test_a_port_in_use_is_one_clear_sentence(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()

        refusal = installation.refusal()

    assert refusal.strip().startswith(f"Port {installation.port} on 127.0.0.1 is in use")
    assert len(refusal.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"HOST": "no-such-host.invalid"}, "HOST must be an address of this machine"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1/none"}, "Set SITE_URL"),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(installation, setting, sentence):
    installation.environment |= setting

    refusal = installation.refusal()

    assert sentence in refusal
    assert "Traceback" not in refusal
