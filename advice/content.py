"""Loads a content pack into the database and writes it back.

The pack is the project's starting content; curators go on from there. A row remembers the fingerprint of what the pack
last wrote, so a row that says something else today was edited by a curator and is left alone, for ever.
"""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from advice import pack_rows, vocabulary
from advice.models import Curated, Source
from advice.pack import KINDS, Entry, Kind, as_entry, fingerprint, known_keys
from advice.pack_rows import PackError

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
    pack = yaml.load((file or PACKS / "en.yaml").read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe one
    if not isinstance(pack, dict) or not isinstance(pack.get("pack"), dict):
        raise PackError(_("This file is not a content pack: it has no “pack” section."))
    return pack


@transaction.atomic
def load(pack: Entry, *, now: datetime.datetime) -> Report:
    """Bring the database up to the pack: all of it or, with a PackError, nothing.

    New entries become published rows. Entries that changed are written over rows that nobody edited; what a curator
    edited or made is left alone and named in the report. Rows that left the pack are retired, never deleted. Loading
    the same pack again writes nothing.
    """
    _check_shape(pack)
    report = Report()
    for kind in KINDS:
        _load_section(kind, pack.get(kind.section) or [], pack["pack"]["language"], report, now=now)
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
        pack[kind.section] = [_dumped(kind, row) for row in _rows(kind, language) if not row.is_retired]
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


def _check_shape(pack: Entry) -> None:
    if not pack["pack"].get("language"):
        raise PackError(_("The pack does not say in which language it is."))
    sections = {"pack", "enums", *(kind.section for kind in KINDS)}
    if unknown := sorted(set(pack) - sections):
        raise PackError(_("The pack has sections nobody reads: %(names)s.") % {"names": ", ".join(unknown)})
    if "enums" in pack and pack["enums"] != vocabulary.as_enums():
        differing = [name for name, value in vocabulary.as_enums().items() if pack["enums"].get(name) != value]
        names = ", ".join(differing) or ", ".join(sorted(set(pack["enums"]) - set(vocabulary.as_enums())))
        raise PackError(_("The pack's lists differ from this version of the program: %(names)s.") % {"names": names})
    for kind in KINDS:
        _check_section(kind, pack.get(kind.section) or [])


def _check_section(kind: Kind, entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        key = entry.get(kind.model.identity)
        name = f"{kind.section}/{key}"
        if not key:
            raise PackError(_("An entry under %(section)s has no key.") % {"section": kind.section})
        if key in seen:
            raise PackError(_("%(name)s stands twice in the pack.") % {"name": name})
        if unknown := sorted(set(entry) - known_keys(kind)):
            raise PackError(_("%(name)s: nobody reads %(keys)s.") % {"name": name, "keys": ", ".join(unknown)})
        seen.add(key)


def _rows(kind: Kind, language: str) -> list[Any]:
    rows = kind.model._default_manager.order_by("pk").prefetch_related(*kind.links, *kind.parts)
    # A source belongs to no language: packs of all languages share them.
    return list(rows if kind.section == "sources" else rows.filter(language=language))


def _load_section(kind: Kind, entries: list[Entry], language: str, report: Report, *, now: datetime.datetime) -> None:
    present = {row.name_in_pack: row for row in _rows(kind, language)}
    linked = {name: _by_key(model, language) for name, model in kind.links.items()}
    new, updated = [], []
    for entry in entries:
        key = entry[kind.model.identity]
        name = f"{kind.section}/{key}"
        row = present.pop(key, None)
        if row is None:
            new.append(entry)
            report.created.append(name)
        elif _is_as_in(entry, kind, row):
            report.unchanged += 1
        elif _is_edited(kind, row):
            report.left_alone.append(name)
        else:
            pack_rows.write_over(kind, row, entry, linked)
            updated.append(row)
            report.updated.append(name)
    pack_rows.write_new(kind, new, linked, language=language)
    gone = [row for row in present.values() if row.language == language and _may_retire(kind, row, report)]
    for row in gone:
        row.retired_at, row.pack_fingerprint = now, pack_rows.GONE + row.pack_fingerprint
        row.save_without_historical_record()
        report.retired.append(f"{kind.section}/{row.name_in_pack}")
    pack_rows.remember(kind, [*updated, *gone], is_new=False)


def _is_as_in(entry: Entry, kind: Kind, row: Any) -> bool:
    """True where the row already says this; a row that the pack had retired must still be brought back."""
    return not row.pack_fingerprint.startswith(pack_rows.GONE) and fingerprint(as_entry(kind, row)) == fingerprint(
        entry
    )


def _is_edited(kind: Kind, row: Any) -> bool:
    return row.pack_fingerprint.removeprefix(pack_rows.GONE) != fingerprint(as_entry(kind, row))


def _may_retire(kind: Kind, row: Any, report: Report) -> bool:
    """Only what came from a pack, is still in use and was not edited; an edited one is reported."""
    if row.is_retired or not row.pack_fingerprint:
        return False
    if _is_edited(kind, row):
        report.left_alone.append(f"{kind.section}/{row.name_in_pack}")
        return False
    return True


def _by_key(model: Any, language: str) -> dict[str, int]:
    rows = model.objects.all() if model is Source else model.objects.filter(language=language)
    return dict(rows.values_list("key", "pk"))
