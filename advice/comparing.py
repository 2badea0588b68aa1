"""What loading a pack of one's own would change, before it does: which entries, and which of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from advice import content
from advice.pack import KINDS, Entry, Kind, as_entry, canonical
from advice.pack_rows import Hand

OWN = Hand(is_own=True)


class Standing(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    EDITED = "edited"  # somebody changed or made the row here: it is left alone unless that is asked for


TITLES = {
    Standing.NEW: _("New"),
    Standing.CHANGED: _("Changed"),
    Standing.EDITED: _("Changed here by a curator"),
}


@dataclass(frozen=True)
class Change:
    """One field of an entry, as text: what stands there, and what would."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """One entry that the pack brings or changes."""

    name: str  # section/key
    standing: Standing
    changes: list[Change] = field(default_factory=list)


def differences(pack: Entry, *, now: datetime) -> list[Difference]:
    """What the pack would bring, in its order. Raises PackError where it cannot be loaded; writes nothing."""
    _try(pack, now=now)
    return _found(pack)


def _try(pack: Entry, *, now: datetime) -> None:
    """Loads all of it, even what would be left alone, and takes it back: so every fault is found."""
    with transaction.atomic():
        try:
            every = [f"{kind.section}/{_key(kind, entry)}" for kind in KINDS for entry in _entries(pack, kind)]
            content.load(pack, now=now, hand=OWN, over=every)
        finally:
            transaction.set_rollback(True)


def _found(pack: Entry) -> list[Difference]:
    found = []
    for kind in KINDS:
        rows = {row.name_in_pack: row for row in content.rows_of(kind, pack["pack"]["language"])}
        for entry in _entries(pack, kind):
            name, row = f"{kind.section}/{_key(kind, entry)}", rows.get(_key(kind, entry))
            if row is None:
                found.append(Difference(name, Standing.NEW, changes({}, canonical(entry))))
            elif not content.is_as_in(entry, kind, row):
                standing = Standing.EDITED if content.is_edited(kind, row) else Standing.CHANGED
                found.append(Difference(name, standing, changes(as_entry(kind, row), canonical(entry))))
    return found


def changes(old: Entry, new: Entry) -> list[Change]:
    """The fields in which two entries differ, in the order of the new one."""
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, as_text(old.get(name)), as_text(new.get(name))) for name in names if old.get(name) != new.get(name)
    ]


def as_text(value: Any) -> str:
    """A value as one would write it: texts as they are, lists and mappings as in a pack."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return yaml.safe_dump(value, sort_keys=True, allow_unicode=True, width=110).strip().removesuffix("\n...")


def _entries(pack: Entry, kind: Kind) -> list[Entry]:
    entries = pack.get(kind.section) or []
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _key(kind: Kind, entry: Entry) -> str:
    return str(entry.get(kind.model.identity, ""))
