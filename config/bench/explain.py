"""Which queries a page makes, how long each takes, and how the database goes about it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

TIMES = 5
LONGEST = 700
COLUMNS = re.compile(r"SELECT (DISTINCT )?(?:(?!\bSELECT\b|\bFROM\b).)+? FROM", re.DOTALL)


@dataclass
class Query:
    """One question to the database, as a page put it."""

    sql: str
    values: Any

    @cached_property
    def milliseconds(self) -> float:
        """The least of some tries, the last row included: SQLite looks for rows only as they are fetched."""
        return min(self._tried() for _ in range(TIMES)) if self.sql.startswith("SELECT") else 0.0

    def _tried(self) -> float:
        with connection.cursor() as cursor:
            begin = time.perf_counter()
            cursor.execute(self.sql, self.values)
            cursor.fetchall()
            return (time.perf_counter() - begin) * 1000

    @property
    def in_short(self) -> str:
        """Without the columns it names, which are most of its length."""
        short = COLUMNS.sub(r"SELECT \1… FROM", self.sql).replace('"', "").replace("applications_", "")
        return short if len(short) <= LONGEST else f"{short[:LONGEST]} …"

    @property
    def plan(self) -> str:
        """What the database says about how it finds the rows."""
        asking = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF)"
        with connection.cursor() as cursor:
            cursor.execute(f"{asking} {self.sql}", self.values)
            return "\n".join(f"    {row[-1]}" for row in cursor.fetchall())


def queries_of(ask: Callable[[], object]) -> list[Query]:
    found: list[Query] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        found.append(Query(sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        ask()
    return found
