"""Brings into an account what was read of a copy: a few queries for each kind of row, all of them new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import DateField

from accounts.copies.reading import Found, Reading
from accounts.copies.tables import Table, in_order
from accounts.models import User

BATCH = 500


class Contradicts(Exception):
    """Rows of the copy exclude each other; says which kind of them."""


def store(reading: Reading, tables: Iterable[Table], user: User) -> None:
    """Within a transaction. Raises `Contradicts`."""
    for table in in_order(tables):
        rows = reading.found[table]
        try:
            with transaction.atomic():
                if table.is_replaced and rows:
                    table.model._base_manager.filter(user=user).delete()
                store_rows(table, rows, user, now=reading.now)
        except (IntegrityError, DataError) as error:
            raise Contradicts(table.mark) from error


def tie(reading: Reading, tables: Iterable[Table]) -> None:
    """The lists of references, once all rows are there."""
    for table in in_order(tables):
        for name in table.many:
            column: Any = table.model._meta.get_field(name)
            through = column.remote_field.through
            own, other = column.m2m_field_name(), column.m2m_reverse_field_name()
            pairs = [(found.row, there.row) for found in reading.found[table] for there in found.many[name]]
            through.objects.bulk_create((through(**{own: one, other: two}) for one, two in pairs), batch_size=BATCH)


def store_rows(table: Table, rows: list[Found], user: User, *, now: datetime) -> None:
    """In the order of their keys."""
    ordered = sorted(rows, key=lambda found: found.key or 0)
    for found in ordered:
        found.row = made(table, found, user, now=now)
    table.model._base_manager.bulk_create([found.row for found in ordered], batch_size=BATCH)
    point_at_each_other(table, rows)
    keep_moments(table, rows)


def made(table: Table, found: Found, user: User, *, now: datetime) -> Any:
    owned = {"user": user} if table.tie == "user" else {}
    tied = {table.tie: found.within.row} if found.within else {}
    elsewhere = [one.name for one in table.references if one not in table.to_own_kind]
    pointing = {name: (there := found.references[name]) and there.row for name in elsewhere}
    row = table.model(**found.values, **pointing, **owned, **tied)
    table.ready(row, found, now)
    return row


def point_at_each_other(table: Table, rows: list[Found]) -> None:
    """Rows of one kind, once all of them are there: however long a chain of them is, it takes no more queries."""
    for name in (column.name for column in table.to_own_kind):
        pairs = [(found.row, there.row) for found in rows if (there := found.references[name])]
        for row, other in pairs:
            setattr(row, name, other)
        table.model._base_manager.bulk_update([row for row, _other in pairs], [name], batch_size=BATCH)


def keep_moments(table: Table, rows: list[Found]) -> None:
    """The day or moment that a new row would get by itself is what the copy says."""
    names = [one.name for one in table.own if isinstance(one, DateField) and one.auto_now_add]
    if names and rows:
        for found in rows:
            for name in names:
                setattr(found.row, name, found.values[name])
        table.model._base_manager.bulk_update([found.row for found in rows], names, batch_size=BATCH)
