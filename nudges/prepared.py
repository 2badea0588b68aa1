"""Queries that are turned into SQL once and from then on only given other values.

A person's plan takes two dozen small queries. Their rows take the database a fraction of a millisecond; to put each of
them together and into SQL takes Django ten times as long, and to look for a way to the rows takes PostgreSQL half of
that; all of it is the same every time. So PostgreSQL is told in the SQL what never changes, and keeps the way it found.

What a prepared function may do with its arguments: name them in the query, and add a fixed time to a moment or a day.
The query is made once, with stand-ins; where these come up again in its SQL, the values go.
"""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from nudges.asking import Rows, Turns

Given = ParamSpec("Given")
Row = TypeVar("Row")
Bind = Callable[[Sequence[Any]], Any]

NEVER = -(10**12)  # no row has such a key
NEARBY = timedelta(days=1000)


def prepared(build: Callable[Given, QuerySet[Any, Row]]) -> Callable[Given, Asked[Row]]:
    """From a function that makes a query: one that asks for its rows. Arguments are moments, days and lists of keys."""
    kept = Kept()

    @functools.wraps(build)
    def ask(*args: Given.args, **kwargs: Given.kwargs) -> Asked[Row]:
        if kwargs:
            raise TypeError("The values of a prepared query have no names.")
        shape = tuple([_room(value) if isinstance(value, list) else None for value in args])
        statement = kept.statements.get(shape)
        if statement is None or statement.connection is not connections[DEFAULT_DB_ALIAS]:
            stand_ins: Any = [_stand_in(number, value) for number, value in enumerate(args)]
            statement = kept.statements[shape] = Statement(build(*stand_ins), stand_ins)  # type: ignore[call-arg]
        return Asked(statement, args)

    ask.is_prepared = True  # type: ignore[attr-defined]
    return ask


class Asked(Generic[Row]):
    """A prepared query and its values. Its rows come with `await`, or with `answered` where nothing else is asked."""

    def __init__(self, statement: Statement, values: Sequence[Any]) -> None:
        self.statement, self.sql = statement, statement.sql
        self.params = tuple([bind(values) for bind in statement.binds])

    def __await__(self) -> Turns[list[Row]]:
        if not self.sql:
            return []
        (rows,) = yield [self]
        return self.statement.read(rows)


class Kept(threading.local):
    """Statements by the lengths of their lists. Each thread has its own, as it has its own connection."""

    def __init__(self) -> None:
        self.statements: dict[tuple[int | None, ...], Statement] = {}


def _room(values: list[Any]) -> int:
    """For how many there is room: only few lengths are different statements."""
    return 4 ** -(-(len(values) - 1).bit_length() // 2) if values else 0


def _stand_in(number: int, value: Any) -> Any:
    """A value of the same kind that nobody has."""
    if isinstance(value, list):
        return [_key(type(value[0]), number * 100_000 + place) for place in range(_room(value))]
    if isinstance(value, date):
        day = date(1500 + number * 10, 6, 1)
        return datetime(day.year, 6, 1, 12, tzinfo=UTC) if isinstance(value, datetime) else day
    raise TypeError(f"{value!r} is no moment, day or list.")


def _key(kind: type, number: int) -> Any:
    if issubclass(kind, str):
        return f"\x01{number}"
    return UUID(int=number + 1) if issubclass(kind, UUID) else NEVER - number


class Statement:
    """One query in SQL, and where in it which value goes."""

    def __init__(self, query: QuerySet[Any, Any], stand_ins: Sequence[Any]) -> None:
        self.query, self.connection = query, connections[DEFAULT_DB_ALIAS]
        self.compiler: Any = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # a list without anything in it
            self.sql, params, stand_ins = "", (), []
        else:
            converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
            self.compiler.get_converters = lambda columns: converters
        self.times = {number: one for number, one in enumerate(stand_ins) if isinstance(one, date)}
        self.keys = {key: (number, place) for number, of in enumerate(stand_ins) for place, key in _keys_of(of)}
        self.met: set[object] = set()
        binds = [self._bind(param) for param in params]
        if self.met != {*self.times, *self.keys.values()}:
            raise ValueError("Not every argument of a prepared query is in its SQL.")
        if self.connection.vendor == "postgresql":
            self.sql = self._with_constants(params, binds)
            self.binds = [bind for bind in binds if bind]
        else:
            self.binds = [bind or _always(param) for param, bind in zip(params, binds, strict=True)]

    def read(self, rows: Rows) -> list[Any]:
        """What the query would make of them."""
        if not rows:
            return []
        compiler = copy.copy(self.compiler)
        if compiler.has_extra_select:  # read for the order alone
            rows = [row[: compiler.col_count] for row in rows]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        like, query = self.query, Bound(self.query.query, compiler)
        read: Any = QuerySet(model=like.model, query=query, using=like.db)  # type: ignore[arg-type]
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
            setattr(read, name, getattr(like, name))
        return list(read)

    def _with_constants(self, params: Sequence[Any], binds: Sequence[Bind | None]) -> str:
        """The SQL that says by itself, as Django would, what is the same every time: PostgreSQL is to know it as it
        looks for the way it will keep, or an index of open rows is none to it.
        """
        from psycopg import ClientCursor

        self.connection.ensure_connection()
        write = ClientCursor(self.connection.connection).mogrify
        sql, *others = self.sql.split("%s")
        for param, bind, after in zip(params, binds, others, strict=True):
            sql += ("%s" if bind else write("%s", [param]).replace("%", "%%")) + after
        return sql

    def _bind(self, param: Any) -> Bind | None:
        """From the values the one for this place; None where it is a constant of the query."""
        moment = _time(param)
        for number, stand_in in self.times.items():
            if bind := _bind_time(number, stand_in, moment, self.connection):
                self.met.add(number)
                return bind
        place = self.keys.get(param.hex if isinstance(param, UUID) else param) if _may_be_key(param) else None
        if place is None:
            return None
        self.met.add(place)
        return _bind_key(*place, param)


class Bound:
    """The query, but for its SQL."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _always(param: Any) -> Bind:
    return lambda values: param


def _keys_of(stand_in: Any) -> Iterator[tuple[int, Any]]:
    """Each with its place; of UUIDs what SQLite is told."""
    keys = stand_in if isinstance(stand_in, list) else []
    return enumerate(key.hex if isinstance(key, UUID) else key for key in keys)


def _may_be_key(param: Any) -> bool:
    return isinstance(param, int | str | UUID) and not isinstance(param, bool)


def _bind_key(number: int, place: int, param: Any) -> Bind:
    kind: Any = type(param)  # psycopg has integers of its own

    def bind(values: Sequence[Any]) -> Any:
        if place >= len(values[number]):
            return param  # nobody has it
        value = values[number][place]
        if isinstance(value, UUID):
            return value.hex if kind is str else value
        return kind(value)

    return bind


def _time(param: Any) -> Any:
    """The moment or the day that it says; SQLite is told in text."""
    if isinstance(param, str):
        try:
            param = date.fromisoformat(param) if len(param) == len("1500-06-01") else datetime.fromisoformat(param)
        except ValueError:
            return None
    if isinstance(param, datetime):
        return param if param.tzinfo else param.replace(tzinfo=UTC)
    return param if isinstance(param, date) else None


def _bind_time(number: int, stand_in: date, said: Any, connection: Any) -> Bind | None:
    if isinstance(said, datetime) and isinstance(stand_in, datetime):
        after = said - stand_in
        if abs(after) < NEARBY:
            return lambda values: connection.ops.adapt_datetimefield_value(values[number] + after)
    elif isinstance(said, date) and not isinstance(said, datetime):
        day = stand_in.date() if isinstance(stand_in, datetime) else stand_in
        days = said - day
        if abs(days) < NEARBY:
            return lambda values: connection.ops.adapt_datefield_value(_day(values[number] + days))
    return None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
