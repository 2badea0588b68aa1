"""Asks the database in as few turns as can be: what needs nobody else's answer goes out together.

A fact is read by a coroutine, and its `await` says that here it cannot go on without an answer. Nothing runs beside
anything else, and there is no event loop: `answered` lets all of them come to where they wait, sends what they ask in
one turn, and lets them go on. To PostgreSQL a turn is one trip, by statements that it has planned before; SQLite, which
is in this process, is asked one by one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Generator, Sequence
from typing import Any, Protocol, TypeVar, cast, overload

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Answer = TypeVar("Answer")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")

Rows = list[tuple[Any, ...]]


class Question(Protocol):
    sql: str
    params: tuple[Any, ...]


# What a coroutine asks in one turn, what it is told, and what comes of it in the end.
Turns = Generator[list[Question], list[Rows], Answer]


def answered(asking: Awaitable[Answer]) -> Answer:
    """What comes of it, once every question has its answer. Raises what the database says, as a query would."""
    turns = cast("Turns[Answer]", asking.__await__())
    try:
        questions = next(turns)
        while True:
            questions = turns.send(_in_one_turn(questions))
    except StopIteration as end:
        return cast("Answer", end.value)
    finally:
        turns.close()


@overload
def together(a: Awaitable[A], b: Awaitable[B], /) -> Awaitable[tuple[A, B]]: ...
@overload
def together(a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], /) -> Awaitable[tuple[A, B, C]]: ...
@overload
def together(a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], /) -> Awaitable[tuple[A, B, C, D]]: ...
@overload
def together(
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], e: Awaitable[E], /
) -> Awaitable[tuple[A, B, C, D, E]]: ...
@overload
def together(
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], e: Awaitable[E], f: Awaitable[F], /
) -> Awaitable[tuple[A, B, C, D, E, F]]: ...
@overload
def together(*asking: Awaitable[Answer]) -> Awaitable[tuple[Answer, ...]]: ...
def together(*asking: Awaitable[Any]) -> Awaitable[tuple[Any, ...]]:
    """All of them, with what they ask in the same turns."""
    return Together(asking)


class Together:
    def __init__(self, asking: Sequence[Awaitable[Any]]) -> None:
        self.asking = asking

    def __await__(self) -> Turns[tuple[Any, ...]]:
        turns = [cast("Turns[Any]", one.__await__()) for one in self.asking]
        results: list[Any] = [None] * len(turns)
        try:
            waiting = list(_going_on(turns, dict.fromkeys(range(len(turns))), results))
            while waiting:
                rows = iter((yield [question for _number, asked in waiting for question in asked]))
                told = {number: [next(rows) for _ in asked] for number, asked in waiting}
                waiting = list(_going_on(turns, told, results))
        finally:
            for one in turns:
                one.close()
        return tuple(results)


def _going_on(
    turns: Sequence[Turns[Any]], told: dict[int, Any], results: list[Any]
) -> Generator[tuple[int, list[Question]]]:
    """Each of those that were told something up to its next questions, or to its end."""
    for number, rows in told.items():
        try:
            yield number, turns[number].send(rows)
        except StopIteration as end:
            results[number] = end.value


def _in_one_turn(questions: Sequence[Question]) -> list[Rows]:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _in_one_trip(questions, connection, cursor)
        return [_alone(one, cursor) for one in questions]


def _alone(question: Question, cursor: Any) -> Rows:
    cursor.execute(question.sql, question.params)
    return cast(Rows, cursor.fetchall())


def _in_one_trip(questions: Sequence[Question], connection: BaseDatabaseWrapper, like: Any) -> list[Rows]:
    """All of them are on their way before the first answer is read, and so is what begins the transaction.

    What fails is raised when the trip ends, and those after it are not asked any more; the connection goes on.
    """
    cursors = [kept_by_server(connection, like) for _ in questions]
    with connection.wrap_database_errors, connection.connection.pipeline():
        for cursor, one in zip(cursors, questions, strict=True):
            cursor.execute(one.sql, one.params)
    return [cursor.fetchall() for cursor in cursors]


def kept_by_server(connection: BaseDatabaseWrapper, like: Any) -> Any:
    """A cursor like that one, whose statements PostgreSQL plans once and keeps. Other databases get the one given."""
    if connection.vendor != "postgresql":
        return like
    from django.db.backends.postgresql import base

    make: Any = base.ServerBindingCursor  # Django's own put the values into the SQL: nothing could be kept of that
    return type(like)(make(connection.connection), connection)
