"""What loading a pack of one's own would change, before it does: which entries, and which of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from advice import content
from advice.pack import KINDS, Entry, as_entry, canonical
from advice.pack_faults import PackError, faults


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


def differences(pack: Entry) -> list[Difference]:
    """What the pack would bring, in its order. Raises PackError where it cannot be loaded; writes nothing."""
    if wrong := faults(pack):
        raise PackError(*wrong)
    found = []
    for kind in KINDS:
        rows = {row.name_in_pack: row for row in content.rows_of(kind, pack["pack"]["language"])}
        for entry in pack.get(kind.section) or []:
            key = entry[kind.model.identity]
            name, row = f"{kind.section}/{key}", rows.get(key)
            if row is None:
                found.append(Difference(name, Standing.NEW, changes({}, canonical(entry))))
            elif not content.is_as_in(entry, kind, row):
                standing = Standing.EDITED if content.is_edited(kind, row) else Standing.CHANGED
                found.append(Difference(name, standing, changes(as_entry(kind, row), canonical(entry))))
    return found


def changes(old: Entry, new: Entry) -> list[Change]:
    """The fields in which two entries differ, in the order of the new one; each prompt by itself."""
    old, new = _by_prompt(old), _by_prompt(new)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, as_text(old.get(name)), as_text(new.get(name))) for name in names if old.get(name) != new.get(name)
    ]


def _by_prompt(entry: Entry) -> Entry:
    """Prompts are long: their keys in order, and then what each of them asks."""
    shown: Entry = {}
    for name, value in entry.items():
        if name != "prompts":
            shown[name] = value
            continue
        shown[name] = [prompt["key"] for prompt in value]
        shown |= {f"prompt {one['key']}": {key: part for key, part in one.items() if key != "key"} for one in value}
    return shown


def as_text(value: Any) -> str:
    """A value as one would write it: texts as they are, lists and mappings as in a pack."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return yaml.safe_dump(value, sort_keys=True, allow_unicode=True, width=110).strip().removesuffix("\n...")
