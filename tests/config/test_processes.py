"""Pids are only trusted together with their start times; what a dead run left behind is ended, strangers are not."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest
from supervisor import loggers, supervisord

from config import processes, supervise
from config.processes import AlreadyRunning, Mark, mark_of, record, recorded, take_over

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def start():
    started = []

    def start(command):
        started.append(subprocess.Popen(command, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _gone(process, *, within=20.0):
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def _write(folder, name, mark):
    record(folder, name)
    text = (folder / f"{name}.json").read_text()
    mine = mark_of(os.getpid())
    text = text.replace(mine.started, mark.started).replace(f'"pid": {mine.pid}', f'"pid": {mark.pid}')
    (folder / f"{name}.json").write_text(text)


def test_a_mark_ends_with_its_process(start):
    process = start(SLEEP)
    mark = mark_of(process.pid)
    assert mark.is_alive

    process.kill()
    process.wait()
    assert not mark.is_alive


def test_a_dead_process_that_nobody_has_collected_does_not_count_as_alive(start):
    process = start([sys.executable, "-c", ""])
    mark = mark_of(process.pid)
    deadline = time.monotonic() + 20
    while mark.is_alive and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not mark.is_alive
    assert process.returncode is None


def test_the_leftover_of_a_dead_run_is_ended(start, tmp_path):
    process = start(SLEEP)
    _write(tmp_path, "worker", mark_of(process.pid))

    assert take_over(tmp_path, address="http://127.0.0.1:1/", names=["web", "worker"]) == ["worker"]
    assert _gone(process)
    assert recorded(tmp_path, "worker") is None


def test_a_stranger_who_got_the_pid_of_a_leftover_is_left_alone(start, tmp_path):
    process = start(SLEEP)
    _write(tmp_path, "worker", Mark(process.pid, "another time"))

    assert take_over(tmp_path, address="http://127.0.0.1:1/", names=["worker"]) == []
    assert process.poll() is None


def test_a_run_that_is_alive_is_named(start, tmp_path):
    process = start(SLEEP)
    _write(tmp_path, "supervisor", mark_of(process.pid))

    with pytest.raises(AlreadyRunning, match=f"already running as process {process.pid}"):
        take_over(tmp_path, address="http://127.0.0.1:1/", names=[])


def test_a_run_that_is_dead_is_no_hindrance(start, tmp_path):
    _write(tmp_path, "supervisor", Mark(os.getppid(), "another time"))

    take_over(tmp_path, address="http://127.0.0.1:1/", names=[])

    assert recorded(tmp_path, "supervisor") == (mark_of(os.getpid()), "http://127.0.0.1:1/")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x", "started": "", "address": ""}'])
def test_an_illegible_record_is_no_record(tmp_path, text):
    (tmp_path / "web.json").write_text(text)

    assert recorded(tmp_path, "web") is None


@pytest.mark.skipif(not os.path.exists("/bin/ps"), reason="this machine has no ps")
def test_start_times_are_told_apart_without_proc_too(start, monkeypatch):
    monkeypatch.setattr(processes.sys, "platform", "darwin")
    process = start(SLEEP)
    mark = mark_of(process.pid)
    assert mark.is_alive
    assert mark_of(os.getpid()).started != ""

    process.kill()
    process.wait()
    assert not mark.is_alive


GUARDED = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "config.guard", sys.argv[1], "web", sys.executable, "-c",
                          "import time; time.sleep(60)"])
time.sleep(60)
"""


@pytest.mark.parametrize("watch", [{}, {"REBOUND_PARENT_WATCH": "1"}])
def test_a_guarded_process_ends_when_its_parent_is_killed(tmp_path, watch):
    command = [sys.executable, "-c", GUARDED, str(tmp_path)]
    parent = subprocess.Popen(command, env=os.environ | watch, start_new_session=True)
    deadline = time.monotonic() + 20
    while (found := recorded(tmp_path, "web")) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    ward = found[0]
    try:
        time.sleep(0.5)  # the guard has now become the command
        assert ward.is_alive
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()

        deadline = time.monotonic() + 20
        while ward.is_alive and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not ward.is_alive
    finally:
        parent.kill()
        parent.wait()
        ward.end()


def test_a_full_disk_does_not_end_the_supervisor(monkeypatch):
    """It can write down neither what happens nor that it could not, and goes on all the same."""

    class Full:
        def write(self, words):
            raise OSError(errno.ENOSPC, "No space left on device")

    logger = loggers.Logger(handlers=[loggers.StreamHandler(Full())])
    monkeypatch.setattr(loggers.Handler, "handleError", loggers.Handler.handleError)  # put back afterwards
    went_on = []
    monkeypatch.setattr(supervisord, "main", lambda: (logger.info("spawned"), went_on.append(True)))
    monkeypatch.setattr(sys, "stderr", Full())
    supervise.main()
    assert went_on
