"""A statement that PostgreSQL works at while this process goes on: to wait for a commit would be half of its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import Connection, errors, generators, pq

# What each server process keeps the plan of, which takes it longer to make than to carry out: SQL and its name there.
kept: WeakKeyDictionary[Connection[Any], dict[str, bytes]] = WeakKeyDictionary()


class Ahead:
    """Sent by now, and answered when somebody wants to know. It commits by itself, outside any transaction of ours.

    Any other statement over this connection waits for it; to begin a transaction, ask for the answer first. `sql` has
    a `%s` for each of `params`, whose types follow from what they are compared with or written to.
    """

    def __init__(self, sql: str, params: Sequence[object]) -> None:
        self.sql, self.params = sql, [str(param).encode() for param in params]
        self.problem: Exception | None = None
        self.result: pq.abc.PGresult | None = None
        self.pending = ExitStack()
        with connection.cursor(), connection.wrap_database_errors:
            self.server: Connection[Any] = connection.connection
            self._send()
        self.pending.enter_context(connection.execute_wrapper(self._before_others))
        self.pending.callback(self._read)

    def first_value(self) -> bytes | None:
        """The first value of the first row. Raises django.db.Error when the statement failed or nobody answers."""
        self.pending.close()
        with connection.wrap_database_errors:
            if self.problem:
                raise self.problem
        return self.result.get_value(0, 0) if self.result else None

    def _send(self) -> None:
        # A pooler may stand between, which knows no such names; and in a transaction one that is forgotten ends it.
        if self.server.prepare_threshold is None or connection.in_atomic_block:
            self.server.pgconn.send_query_params(_numbered(self.sql), self.params)
        else:
            self.server.pgconn.send_query_prepared(self._name(), self.params)

    def _name(self) -> bytes:
        known = kept.setdefault(self.server, {})
        if self.sql not in known:
            name = b"ahead_%d" % len(known)
            self.server.pgconn.send_prepare(name, _numbered(self.sql))
            self._answer(pq.ExecStatus.COMMAND_OK)
            known[self.sql] = name
        return known[self.sql]

    def _answer(self, status: pq.ExecStatus) -> pq.abc.PGresult:
        (result,) = self.server.wait(generators.execute(self.server.pgconn))
        if result.status != status:
            raise errors.error_from_result(result)
        return result

    def _read(self) -> None:
        try:
            try:
                self.result = self._answer(pq.ExecStatus.TUPLES_OK)
            except errors.InvalidSqlStatementName:  # psycopg has all forgotten after something failed
                kept.pop(self.server, None)
                self._send()
                self.result = self._answer(pq.ExecStatus.TUPLES_OK)
        except Exception as problem:
            self.problem = problem

    def _before_others(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.pending.close()
        return execute(*statement)


def _numbered(sql: str) -> bytes:
    first, *others = sql.split("%s")
    return "".join([first, *(f"${number}{after}" for number, after in enumerate(others, start=1))]).encode()
