"""What rows of a person stand in their own copy, and how: described once, for writing it and for reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Field, ForeignKey, Model

from accounts.models import User

if TYPE_CHECKING:
    from accounts.copies.reading import Found, Reading

Row = dict[str, Any]


def nothing_more(row: Any) -> Row:
    return {}


def as_it_is(found: Found, reading: Reading) -> None:
    """What its columns accept is accepted."""


def as_it_came(row: Any, found: Found, now: datetime) -> None:
    """Nothing of it is of this installation only."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one model, in a list under `name`, each with the rows that belong to it.

    A reference stands there as the key of its row, or as its name where that is in `named`. New columns are part of a
    copy by themselves.
    """

    model: type[Model]
    name: str
    label: Any  # how the rows are called, in the plural
    tie: str = "user"  # the column that says whose they are, by the place where they stand; empty: the copy says it
    is_single: bool = False  # one row or none, instead of a list
    is_counted: bool = True  # before a copy comes in; False: nobody would miss the number
    is_content: bool = True  # an account with such a row is not empty
    is_replaced: bool = False  # what the account has of them makes way
    without: frozenset[str] = frozenset()  # worked out from other columns, or known to this installation only
    named: frozenset[str] = frozenset()
    many: Mapping[str, str] = field(default_factory=dict)  # lists of references, and how the copy calls them
    parts: tuple[Table, ...] = ()
    rows: Callable[[User], Iterable[Any]] | None = None  # those of one person; with all that stands in them
    also: Callable[[Any], Row] = nothing_more  # for people who read it; nothing of it comes in again
    also_named: frozenset[str] = frozenset()
    check: Callable[[Found, Reading], None] = as_it_is  # raises `Odd`; may put right what was read
    complete: Callable[[Found, Reading], None] = as_it_is  # the same, once what belongs to it was read
    ready: Callable[[Any, Found, datetime], None] = as_it_came  # puts in what is of this installation only

    @property
    def mark(self) -> str:
        """By which it is known where its label would have to be in a language."""
        return self.model._meta.label_lower

    @cached_property
    def columns(self) -> list[Field[Any, Any]]:
        kept = {self.tie, "user"} | self.without
        return [one for one in self.model._meta.concrete_fields if one.name not in kept]

    @cached_property
    def own(self) -> list[Field[Any, Any]]:
        """All but the key and what points elsewhere."""
        return [one for one in self.columns if not one.primary_key and not one.is_relation]

    @property
    def by_name(self) -> list[ForeignKey[Any, Any]]:
        return [one for one in self.references if one.name in self.named]

    @cached_property
    def references(self) -> list[ForeignKey[Any, Any]]:
        return [one for one in self.columns if isinstance(one, ForeignKey)]

    @cached_property
    def to_own_kind(self) -> list[ForeignKey[Any, Any]]:
        return [one for one in self.references if one.related_model is self.model]

    @cached_property
    def known_names(self) -> frozenset[str]:
        """All that can stand in a row of a copy."""
        names = {one.name for one in self.columns} | set(self.many.values()) | {part.name for part in self.parts}
        return frozenset(names | self.without | self.also_named)

    @property
    def accessor(self) -> str:
        """How the row that they belong to calls them."""
        return str(self.model._meta.get_field(self.tie).remote_field.get_accessor_name())  # type: ignore[union-attr]

    def said_of(self, user: User) -> list[Row]:
        return [self.said(row) for row in self.rows(user)] if self.rows else []

    def said(self, row: Any) -> Row:
        values = {one.name: readable(getattr(row, one.attname)) for one in self.columns}
        values |= {one.name: (there := getattr(row, one.name)) and there.name for one in self.by_name}
        for name, called in self.many.items():
            ordered = sorted(getattr(row, name).all(), key=lambda one: one.pk)
            values[called] = [one.name if name in self.named else one.pk for one in ordered]
        return values | {part.name: part.said_within(row) for part in self.parts} | self.also(row)

    @property
    def named_many(self) -> frozenset[str]:
        return frozenset(name for name in self.many if name == "tags")

    def said_within(self, row: Any) -> Any:
        if self.is_single:
            there = getattr(row, self.accessor, None)
            return there and self.said(there)
        return [self.said(one) for one in getattr(row, self.accessor).all()]


def readable(value: Any) -> Any:
    """Days and moments as ISO 8601; the rest is JSON already."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def in_order(tables: Iterable[Table]) -> Iterator[Table]:
    """Each before what belongs to it."""
    for table in tables:
        yield table
        yield from in_order(table.parts)
