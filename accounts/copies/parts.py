"""Each floor's part of a copy, from the lowest floor up: registered once, for both directions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import exports
from accounts.copies.reading import Reading
from accounts.copies.storing import store, tie
from accounts.copies.tables import Table, in_order
from accounts.models import User

Raw = dict[str, Any]
SETTINGS = "settings"


def nothing_more(user: User) -> Raw:
    return {}


def as_it_was(part: Raw, reading: Reading) -> None:
    """Copies of before need nothing."""


def nothing_to_do(reading: Reading, user: User) -> None:
    """Its rows are all of it."""


@dataclass(frozen=True)
class Part:
    """A floor's own. `also`: what is said in a copy and does not come in again.

    `prepare` looks at the part as it was read, before its tables do; `finish` does within the transaction what the rows
    need besides. `news` tells floors above, once for all, when everything is there.
    """

    name: str
    tables: tuple[Table, ...]
    also: Callable[[User], Raw] = nothing_more
    prepare: Callable[[Raw, Reading], None] = as_it_was
    finish: Callable[[Reading, User], None] = nothing_to_do
    news: Callable[[Reading, User], None] = nothing_to_do

    def said_of(self, user: User) -> Raw:
        return {table.name: table.said_of(user) for table in self.tables} | self.also(user)


_parts: list[Part] = []


def register(part: Part) -> None:
    """Called from `AppConfig.ready()`, so that floors come from the lowest up."""
    _parts.append(part)
    exports.register(part.name, part.said_of)


def read(reading: Reading) -> Reading:
    """Understands all of a copy that was opened."""
    for part in _parts:
        raw = reading.opened.data.get(part.name)
        part.prepare(given := raw if isinstance(raw, dict) else {}, reading)
        reading.read(part.tables, given)
    reading.tie_together()
    return reading


def bring_in(reading: Reading, user: User) -> None:
    """Within a transaction. Raises `Contradicts`."""
    for part in _parts:
        store(reading, part.tables, user)
        tie(reading, part.tables)
        part.finish(reading, user)
    for part in _parts:
        part.news(reading, user)


def is_empty(user: User) -> bool:
    """Whether nothing of the person's own is here yet, in the trash neither."""
    roots = [table for part in _parts for table in part.tables if table.is_content and table.tie == "user"]
    return not any(table.model._base_manager.filter(user=user).exists() for table in roots)


def labels() -> dict[str, Any]:
    """How rows are called, by the mark of their table, from the first to the last."""
    named = {table.mark: table.label for part in _parts for table in in_order(part.tables)}
    return named | {SETTINGS: _("Settings")}
