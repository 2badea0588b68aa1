"""(b) Claiming and settling among many rows, beside the same statements without Django."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from config.bench.nudges import filling
from config.bench.nudges.report import say
from nudges.delivery import claiming, settling
from nudges.models import Message, Nudge

LEASE = timedelta(minutes=15)
TURN = 2_000
DUE = "state = 'waiting' AND next_attempt_at <= %s"


def measure(rows: int, due: int, now: datetime) -> None:
    user = User.objects.create(email="claims@example.org")
    filling.messages(user, rows, now, due=due)
    Nudge.objects.bulk_create(
        (_nudge(user, message, n, now) for n, message in enumerate(_waiting())), batch_size=filling.AT_ONCE
    )
    filling.known_to_the_planner()
    half, ours, bare = due // 2, Spent(), Spent()
    for first in range(0, half, TURN):  # in turns, so that other work on this machine slows both alike
        number = min(TURN, half - first)
        ours.add(partial(_ours, number, now))
        bare.add(partial(_bare, number, now))
    say(f"\n{rows:,} messages, {due:,} due", "per second", "x bare SQL", "cpu ms each", "x bare SQL")
    say("  claimed and settled by the engine", *ours.beside(bare, half))
    say("  the same statements in bare SQL", *bare.beside(bare, half))


def _waiting() -> Any:
    return Message.objects.filter(state="waiting").only("pk").iterator()


def _nudge(user: User, message: Message, n: int, now: datetime) -> Nudge:
    kinds = {"list": "follow_ups", "kind": "gentle", "due_at": now, "useful_until": now + LEASE, "created_at": now}
    return Nudge(user=user, rule="bench", subject=f"bench:{n}", message=message, **kinds)


class Spent:
    """Seconds, by the clock and of this processor."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def add(self, work: Callable[[], None]) -> None:
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        self.seconds, self.cpu = self.seconds + time.perf_counter() - begin, self.cpu + time.process_time() - cpu

    def beside(self, other: "Spent", number: int) -> tuple[float, float, float, float]:
        rate, cpu = number / self.seconds, self.cpu / number * 1000
        return rate, other.seconds / self.seconds, cpu, self.cpu / other.cpu


def _ours(number: int, now: datetime) -> None:
    done = 0
    while done < number:
        batch = claiming.claim_due(now, limit=min(claiming.BATCH, number - done))
        for claimed in batch:
            settling.settle(claimed, said=claimed.message.members, subject="A note", now=now)()
        done += len(batch)


def _bare(number: int, now: datetime) -> None:
    """Those that find a batch, read its members, claim it with them, and settle each message."""
    is_postgres, done = connection.vendor == "postgresql", 0
    moment, later = (connection.ops.adapt_datetimefield_value(at) for at in (now, now + LEASE))
    lock = " FOR UPDATE SKIP LOCKED" if is_postgres else ""
    due = f"SELECT id FROM nudges_message WHERE {DUE} ORDER BY next_attempt_at LIMIT {claiming.BATCH}{lock}"  # noqa: S608
    with connection.cursor() as cursor:
        while done < number:
            token = uuid.uuid4() if is_postgres else uuid.uuid4().hex
            with transaction.atomic():
                cursor.execute(due, [moment])
                keys = [row[0] for row in cursor.fetchall()]
                places = ", ".join(["%s"] * len(keys))
                cursor.execute(f"SELECT id, message_id FROM nudges_nudge WHERE message_id IN ({places})", keys)  # noqa: S608
                members = {message: nudge for nudge, message in cursor.fetchall()}
                cursor.executemany(
                    claiming.TAKE, [(later, token, json.dumps([members[key]]), key, 0, moment) for key in keys]
                )
            for key in keys:
                _settle(cursor, is_postgres, moment, key, token, members[key])
            done += len(keys)


def _settle(cursor: Any, is_postgres: bool, moment: Any, key: Any, token: Any, member: int) -> None:
    of_message, of_nudge = [moment, "A note", key, token], [moment, key, member]
    if is_postgres:
        cursor.execute(settling.BOTH.replace("ANY", "%s"), of_message + of_nudge)
        return
    with transaction.atomic():
        cursor.execute(settling.MESSAGE_IS_SENT, of_message)
        cursor.execute(settling.NUDGES_ARE_SENT.replace("ANY", "%s"), of_nudge)
