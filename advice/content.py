"""Loads a content pack into the database and writes it back.

The pack is the project's starting content; curators go on from there. A row remembers the fingerprint of what the pack
last wrote, so a row that says something else today was edited by a curator and is left alone, for ever.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from advice import pack_rows, vocabulary
from advice.models import Curated, Source
from advice.pack import KINDS, Entry, Kind, as_entry, fingerprint
from advice.pack_faults import PackError, Place, faults, places_in
from advice.pack_rows import SHIPPED, Hand

PACKS = Path(__file__).parent / "packs"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML was built with it
HEADER = "# Curated content of Rebound. Loaded by `manage.py content load`, written by `manage.py content dump`.\n"


@dataclass
class Report:
    """What a load did, as `section/key`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.updated or self.retired)


def read(file: Path | None = None) -> Entry:
    """The pack in this file; without one, the pack that ships with the project."""
    return parse((file or PACKS / "en.yaml").read_text(encoding="utf-8"))


def parse(text: str) -> Entry:
    """The pack written in this text. Raises PackError, or a YAMLError that knows its line."""
    try:
        pack = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe one
    except ValueError as problem:  # the 30th of February
        raise PackError(_("A day or a moment in this file is none: %(problem)s.") % {"problem": problem}) from problem
    except KeyError as problem:  # !!bool perhaps
        raise PackError(
            _("A value in this file is neither yes nor no: %(problem)s.") % {"problem": problem}
        ) from problem
    if not isinstance(pack, dict) or not isinstance(pack.get("pack"), dict):
        raise PackError(_("This file is not a content pack: it has no “pack” section."))
    return pack


def parse_own(text: str) -> tuple[Entry, dict[Place, int]]:
    """Somebody's own pack, and the lines of what stands in it. Raises as `parse`."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
        raise PackError(_("Aliases (*name) do not work in packs: please write each text out."))
    return parse(text), places_in(yaml.compose(text, Loader=_Loader))


@transaction.atomic
def load(pack: Entry, *, now: datetime.datetime, hand: Hand = SHIPPED, over: Collection[str] = ()) -> Report:
    """Bring the database up to the pack: all of it or, with a PackError, nothing.

    New entries become published rows. Entries that changed are written over rows that nobody edited; what a curator
    edited or made is left alone and named in the report. Rows that left the pack are retired, never deleted. Loading
    the same pack again writes nothing.

    Somebody's own pack (`hand`) retires nothing. `over` names, as `section/key`, what a curator edited and shall be
    written over all the same.
    """
    if found := faults(pack):
        raise PackError(*found)
    report = Report()
    for kind in KINDS:
        section = Section(kind, pack["pack"]["language"], hand, over)
        _load_section(section, pack.get(kind.section) or [], report, now=now)
    return report


def dump(language: str) -> Entry:
    """All rows of this language that are not retired, as a pack. Loading it again changes nothing."""
    pack: Entry = {
        "pack": {
            "language": language,
            "version": 1,
            "note": "Keys under 'note', 'gk', 'seen', 'also', 'cite' and 'grade' are for curators; "
            "all other keys are read by the program.",
        },
    }
    for kind in KINDS:
        pack[kind.section] = [_dumped(kind, row) for row in rows_of(kind, language) if not row.is_retired]
        if kind.section == "sources":
            pack["enums"] = vocabulary.as_enums()
    return pack


def as_yaml(pack: Entry) -> str:
    return HEADER + yaml.dump(pack, Dumper=_PackDumper, sort_keys=False, allow_unicode=True, width=140)


class _PackDumper(yaml.SafeDumper):
    """Long texts as blocks, as a person would write them; no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_PackDumper.add_representer(str, _write_text)


def _dumped(kind: Kind, row: Curated) -> Entry:
    about = {
        "state": row.state,
        "publish_at": row.publish_at,
        "review_by": row.review_by,
        "reviewed_by": row.reviewed_by,
        "reviewed_on": row.reviewed_on,
    }
    entry = as_entry(kind, row)
    if "gk" in entry:
        entry["gk"] = entry["gk"].split("\n")
    if len(entry.get("guard", [])) == 1:
        entry["guard"] = entry["guard"][0]
    return entry | {key: value for key, value in about.items() if value and value != Curated.State.PUBLISHED}


def rows_of(kind: Kind, language: str) -> list[Any]:
    rows = kind.model._default_manager.order_by("pk").prefetch_related(*kind.links, *kind.parts)
    # A source belongs to no language: packs of all languages share them.
    return list(rows if kind.section == "sources" else rows.filter(language=language))


@dataclass(frozen=True)
class Section:
    """What loading one section takes besides its entries."""

    kind: Kind
    language: str
    hand: Hand
    over: Collection[str]


def _load_section(section: Section, entries: list[Entry], report: Report, *, now: datetime.datetime) -> None:
    kind, language, hand = section.kind, section.language, section.hand
    present = {row.name_in_pack: row for row in rows_of(kind, language)}
    linked = {name: _by_key(model, language) for name, model in kind.links.items()}
    new, updated = [], []
    for entry in entries:
        key = entry[kind.model.identity]
        name = f"{kind.section}/{key}"
        row = present.pop(key, None)
        if row is None:
            new.append(entry)
            report.created.append(name)
        elif is_as_in(entry, kind, row):
            report.unchanged += 1
        elif is_edited(kind, row) and name not in section.over:
            report.left_alone.append(name)
        else:
            pack_rows.write_over(kind, row, entry, linked, hand=hand)
            updated.append(row)
            report.updated.append(name)
    pack_rows.write_new(kind, new, linked, language=language, hand=hand)
    ours = [] if hand.is_own else [row for row in present.values() if row.language == language]
    gone = [row for row in ours if _may_retire(kind, row, report)]
    for row in gone:
        row.retired_at, row.pack_fingerprint = now, pack_rows.GONE + row.pack_fingerprint
        row.save_without_historical_record()
        report.retired.append(f"{kind.section}/{row.name_in_pack}")
    pack_rows.remember(kind, [*updated, *gone], is_new=False, hand=hand)


def is_as_in(entry: Entry, kind: Kind, row: Any) -> bool:
    """True where the row already says this; a row that the pack had retired must still be brought back."""
    return not row.pack_fingerprint.startswith(pack_rows.GONE) and fingerprint(as_entry(kind, row)) == fingerprint(
        entry
    )


def is_edited(kind: Kind, row: Any) -> bool:
    return row.pack_fingerprint.removeprefix(pack_rows.GONE) != fingerprint(as_entry(kind, row))


def _may_retire(kind: Kind, row: Any, report: Report) -> bool:
    """Only what came from a pack, is still in use and was not edited; an edited one is reported."""
    if row.is_retired or not row.pack_fingerprint:
        return False
    if is_edited(kind, row):
        report.left_alone.append(f"{kind.section}/{row.name_in_pack}")
        return False
    return True


def _by_key(model: Any, language: str) -> dict[str, int]:
    rows = model.objects.all() if model is Source else model.objects.filter(language=language)
    return dict(rows.values_list("key", "pk"))
