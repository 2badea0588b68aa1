"""A statement that PostgreSQL works at while this process goes on: to wait for a commit would be half of its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from django.db import connection
from psycopg import Connection, errors, generators, pq


class Ahead:
    """Sent by now, and answered when somebody wants to know. It commits by itself, outside any transaction of ours.

    Any other statement over this connection waits for it; to begin a transaction, ask for the answer first.
    """

    def __init__(self, sql: str, params: Sequence[Any]) -> None:
        self.problem: Exception | None = None
        self.result: pq.abc.PGresult | None = None
        self.pending = ExitStack()
        with connection.cursor() as cursor, connection.wrap_database_errors:
            statement: str = cursor.mogrify(sql, params)
            self.server: Connection[Any] = connection.connection
            self.server.pgconn.send_query(statement.encode())
        self.pending.enter_context(connection.execute_wrapper(self._before_others))
        self.pending.callback(self._read)

    def first_value(self) -> bytes | None:
        """The first value of the first row. Raises django.db.Error when the statement failed or nobody answers."""
        self.pending.close()
        with connection.wrap_database_errors:
            if self.problem:
                raise self.problem
        return self.result.get_value(0, 0) if self.result else None

    def _read(self) -> None:
        try:
            (self.result,) = self.server.wait(generators.execute(self.server.pgconn))
            if self.result.status != pq.ExecStatus.TUPLES_OK:
                self.problem = errors.error_from_result(self.result)
        except Exception as problem:
            self.problem = problem

    def _before_others(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.pending.close()
        return execute(*statement)
