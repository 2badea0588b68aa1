"""A tick with nothing due reads one page of a partial index in each table, whatever the tables hold."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nudges import delivery
from nudges.delivery import claiming, settling
from nudges.models import Message, Nudge
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
ROWS = 3000


@pytest.fixture
def crowded(db):
    """Many rows that were sent, and many that are planned for later."""
    load_shipped_texts()
    bo = make_user(email="bo@example.org")
    Nudge.objects.bulk_create(
        Nudge(
            user=bo,
            rule="x",
            subject=f"x:{n}",
            list="recovery",
            kind="gentle",
            state="sent" if n % 2 else "planned",
            due_at=NOW + timedelta(minutes=n + 1) * (-1 if n % 2 else 1),
            useful_until=NOW + timedelta(days=90),
            created_at=NOW,
        )
        for n in range(ROWS)
    )
    Message.objects.bulk_create(
        Message(
            user=bo,
            slot=NOW - timedelta(minutes=n),
            kind="gentle",
            state="sent",
            next_attempt_at=NOW - timedelta(minutes=n),
            created_at=NOW,
        )
        for n in range(ROWS)
    )
    if connection.vendor == "postgresql":  # SQLite has no statistics until somebody asks for them: nobody does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def test_an_idle_tick_makes_two_reads_and_each_goes_through_its_partial_index(crowded):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert delivery.send_due(NOW) == delivery.Tally()
    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads) == 2
    with connection.cursor() as cursor:
        for sql, index in zip(reads, ("nudge_due", "message_due"), strict=True):
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            steps = " ".join(str(row) for row in cursor.fetchall())
            assert re.search(rf"INDEX {index}|using {index}", steps), steps
            assert not re.search("SCAN nudges_(nudge|message)", steps)
            assert not re.search("Seq Scan on nudges_(nudge|message)", steps)


def test_an_idle_tick_costs_the_same_with_full_tables_as_with_empty_ones(db, ada, django_assert_num_queries):
    with CaptureQueriesContext(connection) as empty:
        delivery.send_due(NOW)
    with django_assert_num_queries(len(empty)):
        delivery.send_due(NOW)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks rows up by their key, whatever it knows")
def test_a_message_is_looked_up_by_its_key_however_many_wait(crowded, ada):
    """PostgreSQL believes that nothing waits, as it did when it took its statistics: all that waits would be read."""
    make_due(ada, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        delivery.form_messages(NOW)
        (claimed,) = delivery.claim_due(NOW)
        settling.release([claimed], until=NOW)
        settling.postpone(claimed, until=NOW)
    writes = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert len(writes) == 3
    pk, token = claimed.message.pk, claimed.token
    with connection.cursor() as cursor:
        writes.append(cursor.mogrify(settling.MESSAGE_IS_SENT, [NOW, "Subject", pk, token]))
        writes.append(cursor.mogrify(claiming.TAKE, [NOW, token, "[]", pk, 0, NOW]))
        for sql in writes:
            cursor.execute("EXPLAIN " + sql)
            steps = " ".join(str(row) for row in cursor.fetchall())
            assert "nudges_message" in steps and "message_due" not in steps, steps
