"""The rows as somebody sees them who looks from outside: no Django, one short statement at a time."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import psycopg

# Once more as on the morning on which they were planned: nothing was formed, claimed, sent or given up.
AGAIN = [
    "DELETE FROM nudges_nudge WHERE rule <> 'interview_tomorrow'",
    "UPDATE nudges_nudge SET message_id = NULL",
    "UPDATE nudges_nudgepreference SET slot = {slot}",
    "DELETE FROM nudges_message",
    "DELETE FROM nudges_gate",
    "UPDATE nudges_nudge SET state = 'planned', reason = '', settled_at = NULL, channel = 'mail', is_over = {no},"
    " due_at = {due}",
    # Their turn comes last, so that there is time to say no.
    "UPDATE nudges_nudge SET due_at = {last} WHERE user_id IN (SELECT id FROM accounts_user WHERE email LIKE 'mind%')",
]
# How long ago the slot was, in each run: with the clock an hour back it is over, an hour ahead it is not yet missed.
SINCE_THE_SLOT = timedelta(minutes=75)
SLOT_AT_FIRST = time_of_day(9, 30)
# Nobody has anything to send.
AWAY = ["UPDATE nudges_nudge SET state = 'sent'", "UPDATE nudges_message SET state = 'sent', claim = NULL"]
# Backoff, what waits for the mail server, and if wished the claims of the dead: as if their time had gone by.
HURRY = "UPDATE nudges_message SET next_attempt_at = {now} WHERE state = 'waiting' AND next_attempt_at > {now}"
UNCLAIMED = " AND claim IS NULL"
# What a tick could still send: the drill is not over before nothing is left of it.
OPEN = """SELECT (SELECT count(*) FROM nudges_message WHERE state = 'waiting')
    + (SELECT count(*) FROM nudges_nudge WHERE state = 'planned' AND channel = 'mail' AND due_at <= {now})"""
OPEN_GATES = "UPDATE nudges_gate SET opens_at = {now} WHERE opens_at > {now}"


class Ledger:
    """`database` is the address of a PostgreSQL or the path of an SQLite file."""

    def __init__(self, database: str | Path) -> None:
        self.database = database
        self.is_postgres = isinstance(database, str)
        self.due = self.ask("SELECT min(due_at) FROM nudges_nudge")[0][0] if self._has_rows() else None

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        if self.is_postgres:
            with psycopg.connect(str(self.database), connect_timeout=5) as served:
                yield served
            return
        connection = sqlite3.connect(self.database, timeout=20)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def _has_rows(self) -> bool:
        with contextlib.suppress(sqlite3.Error, psycopg.Error):
            return bool(self.ask("SELECT count(*) FROM nudges_nudge")[0][0])
        return False

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return list(connection.execute(statement).fetchall())

    def do(self, *statements: str) -> None:
        with self._connection() as connection:
            for statement in statements:
                connection.execute(statement)

    def plan_again(self, now: datetime) -> None:
        """All of it is due, in one commit. The slot moves along: a drill takes longer than a slot holds."""
        first = datetime.fromisoformat(str(self.due))
        due = now.replace(second=0, microsecond=0) - SINCE_THE_SLOT
        due = due if first.tzinfo else due.replace(tzinfo=None)
        words = {
            "slot": f"'{(datetime.combine(first, SLOT_AT_FIRST) + (due - first)).time()}'",
            "due": f"'{due}'",
            "last": f"'{due + timedelta(seconds=1)}'",
            "no": "false" if self.is_postgres else "0",
        }
        self.do(*(statement.format(**words) for statement in AGAIN))

    def put_away(self) -> None:
        self.do(*AWAY)

    def hurry(self, *, with_leases: bool) -> None:
        waiting = HURRY + ("" if with_leases else UNCLAIMED)
        self.do(waiting.format(now=self._now()), OPEN_GATES.format(now=self._now()))

    def _now(self) -> str:
        return "now()" if self.is_postgres else f"'{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())}'"

    def open(self) -> int:
        """How much could still be sent."""
        return int(self.ask(OPEN.format(now=self._now()))[0][0])

    def sent(self) -> set[str]:
        """The names of the messages that were sent, as the rows say: what a Message-ID begins with."""
        rows = self.ask("SELECT id FROM nudges_message WHERE state = 'sent'")
        return {str(uuid.UUID(str(row[0]))) for row in rows}

    def states(self) -> dict[str, int]:
        """How many messages there are in each state."""
        return dict(self.ask("SELECT state, count(*) FROM nudges_message GROUP BY state"))

    def unexplained(self) -> int:
        """Notes that are neither sent, nor planned, nor given up with a reason."""
        return int(self.ask("SELECT count(*) FROM nudges_nudge WHERE state = 'dropped' AND reason = ''")[0][0])
