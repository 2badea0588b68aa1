"""What is in a copy that was brought, read and understood as a whole before anything is stored. No query.

What is not understood is left out and counted, with what belongs to it: nothing is guessed. The keys in a copy only tie
its own rows together, so that none of them can ever name a row that is here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from accounts.copies.opening import TOO_LARGE, Unfit
from accounts.copies.tables import Row, Table
from accounts.copies.values import EMPTIED, NEWER, NOT_KNOWN, NOT_THERE, Odd, emptied, unsaid, value_in

if TYPE_CHECKING:
    from accounts.copies.opening import Opened

MOST_ROWS = 200_000  # some ten thousand applications with their histories; each takes memory, and a moment to store


@dataclass(eq=False)
class Found:
    """One row of a copy. `row` is what became of it here."""

    table: Table
    key: int | None
    raw: Row
    within: Found | None
    values: dict[str, Any] = field(default_factory=dict)
    references: dict[str, Found | None] = field(default_factory=dict)
    many: dict[str, list[Found]] = field(default_factory=dict)
    inside: dict[Table, list[Found]] = field(default_factory=lambda: defaultdict(list))
    more: dict[str, Any] = field(default_factory=dict)  # from `check` for `ready`
    row: Any = None


class Reading:
    """All rows of one copy that can come in, and what cannot."""

    def __init__(self, opened: Opened, *, now: datetime) -> None:
        self.opened, self.now = opened, now
        self.rows_seen = 0
        self.files_taken: set[str] = set()  # each belongs to one row
        self.found: dict[Table, list[Found]] = defaultdict(list)
        self.by_key: dict[tuple[type[Model], int], Found] = {}
        self.by_name: dict[tuple[type[Model], str], Found] = {}
        self.left: Counter[tuple[str, str]] = Counter()  # by the mark of a table, and why
        self.settings: dict[str, dict[str, Any]] = {}  # by part: what is no row

    def read(self, tables: tuple[Table, ...], part: Any) -> None:
        given = part if isinstance(part, dict) else {}
        for table in tables:
            self.take(table, given.get(table.name), None)

    def take(self, table: Table, raw: Any, within: Found | None) -> None:
        rows = [raw] if table.is_single and raw is not None else raw
        if not isinstance(rows, list):
            self.leave(table, NOT_KNOWN) if rows is not None else None
            return
        for one in sorted(rows, key=by_age):  # what is pointed at was there first
            self.take_row(table, one, within)

    def take_row(self, table: Table, raw: Any, within: Found | None) -> None:
        """Raises `Unfit` where there are too many of them."""
        self.rows_seen += 1
        if self.rows_seen > MOST_ROWS:
            raise Unfit(TOO_LARGE)
        try:
            found = self.understood(table, raw, within)
            table.check(found, self)
        except Odd as odd:
            self.leave(table, str(odd) or NOT_KNOWN)
            return
        self.keep(found)
        for part in table.parts:
            self.take(part, found.raw.get(part.name), found)
        try:
            table.complete(found, self)
        except Odd as odd:
            self.leave(table, str(odd) or NOT_KNOWN)
            self.drop(found)

    def drop(self, found: Found) -> None:
        """With what belongs to it."""
        for rows in found.inside.values():
            for one in list(rows):
                self.drop(one)
        self.found[found.table].remove(found)
        if found.key is not None:
            del self.by_key[found.table.model, found.key]
        if found.within:
            found.within.inside[found.table].remove(found)

    def keep(self, found: Found) -> None:
        model = found.table.model
        self.found[found.table].append(found)
        if found.within:
            found.within.inside[found.table].append(found)
        if found.key is not None:
            self.by_key[model, found.key] = found
        if isinstance(name := found.values.get("name"), str):
            self.by_name.setdefault((model, name), found)

    def understood(self, table: Table, raw: Any, within: Found | None) -> Found:
        if not isinstance(raw, dict):
            raise Odd
        key = raw.get("id")
        if key is not None and (not is_key(key) or (table.model, key) in self.by_key):
            raise Odd
        found = Found(table, key, raw, within)
        for column in table.own:
            found.values[column.name] = self.value(table, column, raw)
        for column in table.references:
            found.references[column.name] = self.reference(table, column, raw.get(column.name))
        newer = [name for name, value in raw.items() if name not in table.known_names and value not in (None, "", [])]
        if newer:
            self.left[table.mark, NEWER] += len(newer)
        return found

    def value(self, table: Table, column: Any, raw: Row) -> Any:
        if column.name not in raw:
            return unsaid(column, now=self.now)
        try:
            return value_in(column, raw[column.name])
        except Odd:
            value = emptied(column)
            self.leave(table, EMPTIED)
            return value

    def reference(self, table: Table, column: Any, raw: Any) -> Found | None:
        """What it points at. Where that does not come in, neither does what cannot be without it."""
        found = self.named(column, raw) if column.name in table.named else self.at(column.related_model, raw)
        if found is None and not column.null:
            raise Odd(NOT_THERE)
        if found is None and raw is not None:
            self.leave(table, EMPTIED)
        return found

    def named(self, column: Any, raw: Any) -> Found | None:
        return self.by_name.get((column.related_model, raw)) if isinstance(raw, str) else None

    def at(self, model: type[Model], raw: Any) -> Found | None:
        """The row of this copy with this key; None for anything else."""
        return self.by_key.get((model, raw)) if is_key(raw) else None

    def tie_together(self) -> None:
        """Lists of references, once every row is known."""
        for table, rows in self.found.items():
            for name in table.many:
                model: Any = table.model._meta.get_field(name).related_model
                for found in rows:
                    found.many[name] = self.listed(found, name, model)

    def listed(self, found: Found, name: str, model: type[Model]) -> list[Found]:
        raw = found.raw.get(found.table.many[name], [])
        there: dict[Found, None] = {}
        for one in raw if isinstance(raw, list) else []:
            other = self.by_name.get((model, one)) if isinstance(one, str) else self.at(model, one)
            if other is None:
                self.leave(found.table, EMPTIED)
            else:
                there[other] = None
        return list(there)

    def leave(self, table: Table, why: str) -> None:
        self.left[table.mark, why] += 1

    def counts(self) -> dict[str, int]:
        """How many of each kind can come in, by the mark of their table."""
        return {table.mark: len(rows) for table, rows in self.found.items() if rows and table.is_counted}


def is_key(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**63


def by_age(raw: Any) -> int:
    key: Any = raw.get("id") if isinstance(raw, dict) else None
    return int(key) if is_key(key) else 0
