"""(a) What a tick costs with nothing due, the more rows are stored."""

import time
from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.bench.nudges import filling
from config.bench.nudges.report import say
from nudges import delivery

ROUNDS = 200


def measure(sizes: list[int], now: datetime) -> None:
    user = User.objects.create(email="rows@example.org")
    say("\nTick with nothing due: nudges and messages", "p50 ms", "least ms", "cpu ms", "queries", "x first")
    stored, first = 0, 0.0
    for size in sizes:
        filling.nudges(user, size - stored, now, first=stored)
        filling.messages(user, size - stored, now, first=stored)
        filling.known_to_the_planner()
        stored = size
        ms, least, cpu, queries = idle_tick(now)
        first = first or least
        say(f"  {size:,}", ms, least, cpu, queries, least / first)


def idle_tick(now: datetime) -> tuple[float, float, float, int]:
    """Milliseconds of one: the median, the least (which other work on this machine hardly changes), and the processor's
    own; and its number of queries."""
    delivery.send_due(now)
    with CaptureQueriesContext(connection) as queries:
        delivery.send_due(now)
    seconds, cpu = [], time.process_time()
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        delivery.send_due(now)
        seconds.append(time.perf_counter() - begin)
    cpu = (time.process_time() - cpu) / ROUNDS
    return sorted(seconds)[ROUNDS // 2] * 1000, min(seconds) * 1000, cpu * 1000, len(queries)
