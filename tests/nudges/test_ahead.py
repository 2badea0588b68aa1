"""The next mail is written while the last one is being settled, and leaves when that is done."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection

from nudges import delivery, mail
from nudges.delivery import settling, untold
from nudges.delivery.ahead import Ahead
from nudges.delivery.outbox import Outbox
from nudges.models import Message
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite settles within this process")
NOW = berlin("2026-11-18 10:00")  # half an hour after the slot of a Wednesday


@pytest.fixture
def two_due(ada, bob):
    load_shipped_texts()
    bob.time_zone = "Europe/Berlin"
    bob.save()
    for user in (ada, bob):
        make_due(user, now=NOW)


def watched(monkeypatch, owner, name, word, told):
    inner = getattr(owner, name)

    def outer(*args, **kwargs):
        told.append(word)
        return inner(*args, **kwargs)

    monkeypatch.setattr(owner, name, outer)


def test_the_next_one_is_written_meanwhile_and_leaves_after_the_last_is_settled(two_due, monkeypatch, mailoutbox):
    told, settle = [], settling.settle

    def begin(*args, **kwargs):
        told.append("settling")
        heard = settle(*args, **kwargs)
        return lambda: told.append("settled") or heard()

    monkeypatch.setattr(settling, "settle", begin)
    watched(monkeypatch, mail, "compose", "written", told)
    watched(monkeypatch, Outbox, "send", "sent", told)
    assert delivery.send_due(NOW).sent == 2
    assert told == ["written", "sent", "settling", "written", "settled", "sent", "settling", "settled"]


def test_a_database_that_goes_meanwhile_sends_nothing_more_and_doubles_nothing(two_due, monkeypatch, mailoutbox):
    answers, settle = [], settling.settle

    def begin(*args, **kwargs):
        if answers:
            return settle(*args, **kwargs)
        return lambda: answers.append(1) or gone()

    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(untold, "EVERY", 0)
    monkeypatch.setattr(untold, "close_old_connections", lambda: None)
    monkeypatch.setattr(settling, "settle", begin)
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.has_stopped, len(mailoutbox)) == (1, True, 1)
    left = Message.objects.get(state="waiting")
    assert (left.attempts, left.claim, left.members) == (0, None, [])
    assert delivery.send_due(NOW + timedelta(minutes=1)).sent == 1
    assert len(mailoutbox) == 2


@postgres
def test_whoever_asks_something_else_meanwhile_gets_the_right_answer(db):
    slow = Ahead("SELECT %s, pg_sleep(0.05)", ["a"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'b'")
        assert cursor.fetchone() == ("b",)
    assert slow.first_value() == b"a"
    assert slow.first_value() == b"a"
    assert not connection.execute_wrappers


@postgres
@pytest.mark.django_db(transaction=True)
def test_it_is_committed_by_itself(ada):
    assert Ahead("UPDATE accounts_user SET email = %s WHERE id = %s RETURNING 1", ["x@x.test", ada.pk]).first_value()
    connection.close()
    ada.refresh_from_db()
    assert ada.email == "x@x.test"


@postgres
@pytest.mark.django_db(transaction=True)
def test_what_failed_says_so_when_it_is_asked_and_the_connection_goes_on():
    failed = Ahead("SELECT 1 / %s", [0])
    with pytest.raises(DatabaseError, match="division by zero"):
        failed.first_value()
    assert Ahead("SELECT %s", [2]).first_value() == b"2"


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_statement_whose_plan_the_server_has_forgotten_is_told_anew():
    assert Ahead("SELECT %s::int + 1", [1]).first_value() == b"2"
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert Ahead("SELECT %s::int + 1", [2]).first_value() == b"3"
    assert Ahead("SELECT %s::int + 1", [3]).first_value() == b"4"


@postgres
@pytest.mark.django_db(transaction=True)
def test_where_a_pooler_knows_no_prepared_statements_none_is_made(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        monkeypatch.setattr(connection.connection, "prepare_threshold", None)
        assert Ahead("SELECT %s::int + 1", [1]).first_value() == b"2"
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_server_that_goes_meanwhile_is_an_error_of_the_database():
    asked = Ahead("SELECT pg_sleep(%s)", [20])
    pid = connection.connection.info.backend_pid
    place = connection.connection.info
    with psycopg.connect(
        host=place.host, port=place.port, user=place.user, password=place.password, dbname=place.dbname, autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    with pytest.raises(DatabaseError):
        asked.first_value()
    connection.close()
