"""A tick with nothing due reads one page of a partial index in each table, whatever the tables hold."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nudges import delivery
from nudges.models import Message, Nudge
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
ROWS = 3000


@pytest.fixture
def crowded(ada):
    """Many rows that were sent, many that are planned for later."""
    Nudge.objects.bulk_create(
        Nudge(
            user=ada,
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
            user=ada,
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
