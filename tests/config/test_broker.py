"""The embedded broker: whole messages or none, in order, and a worker that survives what lies in the folder."""

import stat
from pathlib import Path

import pytest
from kombu import Connection

import config.celery  # noqa: F401  makes the name folder:// known


@pytest.fixture
def connect(tmp_path):
    connections = []

    def open_another():
        options = {"folder": str(tmp_path / "queue"), "polling_interval": 0.01}
        connections.append(Connection("folder://", transport_options=options))
        return connections[-1]

    yield open_another
    for connection in connections:
        connection.release()


def _texts(queue):
    while (message := _next(queue)) is not None:
        yield message


def _next(queue):
    try:
        return queue.get(block=False).payload
    except queue.Empty:
        return None


def test_messages_arrive_once_each_and_in_the_order_they_were_sent(connect):
    sender, reader = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    for number in range(100):
        sender.put({"number": number})

    assert [text["number"] for text in _texts(reader)] == list(range(100))
    assert _next(reader) is None


def test_nothing_is_left_in_the_folder_when_all_is_read(connect, tmp_path):
    queue = connect().SimpleQueue("work")
    for _ in range(20):
        queue.put("ring")

    assert len(list(_texts(queue))) == 20
    assert list((tmp_path / "queue" / "work").iterdir()) == []


@pytest.mark.parametrize(
    "rubbish", [b"", b'{"body": "x", "proper', b"\xff\xfe", b"[]", b'"text"', b"{}", b'{"body": 1, "properties": {}}']
)
def test_a_file_that_makes_no_sense_is_thrown_away_and_the_next_message_read(connect, tmp_path, rubbish, caplog):
    queue = connect().SimpleQueue("work")
    assert _next(queue) is None  # the folder is there now
    (tmp_path / "queue" / "work" / "00000000000000000000-1-1.json").write_bytes(rubbish)
    queue.put("after it")

    assert _next(queue) == "after it"
    assert "not a message" in caplog.text
    assert list((tmp_path / "queue" / "work").iterdir()) == []


def test_two_readers_never_get_the_same_message(connect):
    sender = connect().SimpleQueue("work")
    readers = [connect().SimpleQueue("work") for _ in range(2)]
    for number in range(50):
        sender.put(number)

    got = []
    while any(found := [_next(reader) for reader in readers]) or None not in found:
        got += [number for number in found if number is not None]
    assert sorted(got) == list(range(50))


def test_only_the_owner_may_look_into_the_folder(connect, tmp_path):
    connect().SimpleQueue("work").put("ring")

    assert stat.S_IMODE((tmp_path / "queue" / "work").stat().st_mode) == 0o700


def test_a_disk_that_refuses_is_told_as_a_broker_fault(connect, tmp_path):
    queue = connect().SimpleQueue("work")
    (tmp_path / "queue").mkdir(exist_ok=True)
    (tmp_path / "queue" / "work").rmdir()
    (tmp_path / "queue" / "work").write_text("a file in the way")

    with pytest.raises(Exception, match="Could not write a message"):
        queue.put("ring")


def test_a_reader_that_looks_while_a_message_is_written_never_meets_half_of_it(connect, caplog, monkeypatch):
    sender, reader = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    met = []

    def write_slowly(path, text):
        path.write_bytes(text[: len(text) // 2].encode())
        met.append(_next(reader))
        path.write_bytes(text.encode())

    monkeypatch.setattr(Path, "write_text", write_slowly)
    sender.put("whole")

    assert met == [None]
    assert _next(reader) == "whole"
    assert "not a message" not in caplog.text
