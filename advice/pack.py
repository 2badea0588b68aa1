"""The shape of a content pack: how a row is written as an entry, how an entry becomes a row, and its fingerprint.

Pure of any saving: `advice.content` loads and dumps. Keys of the file differ from field names where the file is made
for people (`health`, `when`, `to`); the tables below are the only place that knows both.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from advice import step_parts
from advice.models import (
    Article,
    Card,
    Curated,
    Letter,
    NudgeText,
    Reframe,
    Source,
    Step,
    SupportService,
)
from advice.step_parts import stage_order

Entry = dict[str, Any]

# Said about an entry, not part of what it says: left out of the fingerprint.
ABOUT = ["state", "publish_at", "review_by", "reviewed_by", "reviewed_on"]
# Set by curators from then on: a pack says it of new rows only.
CURATORS_OWN = {"state", "publish_at"}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


@dataclass(frozen=True)
class Kind:
    """One section of the pack: its model, the fields under their keys in the file, and the links by key."""

    section: str
    model: type[Curated]
    fields: dict[str, str]
    links: dict[str, type[Curated]] = field(default_factory=lambda: {"sources": Source})
    parts: tuple[str, ...] = ()


KINDS = [
    Kind("sources", Source, _same("key", "grade", "seen", "cite", "url", "also", "note"), links={}),
    Kind(
        "articles",
        Article,
        {
            **_same("key", "slug", "title", "tags", "stages", "reasons", "body"),
            **{"health": "is_health", "legal": "is_legal", "review": "review_note", "gk": "editor_note"},
        },
    ),
    Kind(
        "steps",
        Step,
        {
            **_same("key", "order", "title", "why", "caution", "grade", "minutes", "sessions", "day_offset"),
            **_same("latest_day", "window_days", "batch_every"),
            **{"health": "is_health", "note": "editor_note"},
        },
        links={"sources": Source, "articles": Article},
        parts=("prompts", "rules", "conditions", "variants"),
    ),
    Kind(
        "cards",
        Card,
        {
            **_same("key", "title", "where", "trigger", "body", "labels", "buttons", "note"),
            **{"health": "is_health", "review": "review_note"},
        },
    ),
    Kind("reframes", Reframe, _same("key", "thought", "reframe", "question", "stages")),
    Kind(
        "letters",
        Letter,
        {
            **_same("key", "title", "stages", "subject", "body", "optional_paragraphs"),
            **{"when": "when_to_send", "to": "to_whom", "legal": "is_legal"},
        },
    ),
    Kind("nudge_texts", NudgeText, {**_same("rule", "required", "subject", "body"), "note": "editor_note"}),
    Kind(
        "support_services",
        SupportService,
        _same("key", "name", "country", "url", "phone", "hours", "about"),
        links={},
    ),
]


def as_entry(kind: Kind, row: Any) -> Entry:
    """A row as the pack would write it, without what is empty. Uses prefetched links and parts."""
    entry: Entry = {key: getattr(row, name) for key, name in kind.fields.items()}
    for key in kind.links:
        linked = sorted(getattr(row, key).all(), key=lambda other: other.pk)
        entry[key] = [other.name_in_pack for other in linked]
    if kind.model is Step:
        entry |= step_parts.as_entry(row)
    return canonical(entry)


def canonical(entry: Entry) -> Entry:
    """The same entry in one spelling: notes as lines, nothing empty, plain line ends, links and stages in order."""
    entry = {key: value for key, value in entry.items() if key not in ABOUT}
    for key in ("note", "gk"):
        entry[key] = as_lines(entry.get(key))
    for key in ("sources", "articles"):
        entry[key] = sorted(entry.get(key) or [])
    for key in ("stages", "stages_on", "stages_offered", "batch_for", "short_for"):
        entry[key] = sorted(entry.get(key) or [], key=stage_order)
    for key in ("guard", "branch"):
        found = entry.get(key) or []
        entry[key] = found if isinstance(found, list) else [found]
    return _pruned(entry)


def fingerprint(entry: Entry) -> str:
    """Changes exactly when what the entry says changes."""
    text = json.dumps(canonical(entry), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def values_of(kind: Kind, entry: Entry) -> dict[str, Any]:
    """Field values for the row itself; keys that the entry leaves out get the field's own default."""
    entry = canonical(entry)
    fields = {field.name: field for field in kind.model._meta.concrete_fields}
    return {name: entry.get(key, fields[name].get_default()) for key, name in kind.fields.items()}


def shown_from(entry: Entry) -> Any:
    """From which moment on it is to be shown. A day is its first moment, and both are read on the clock of who brings
    the pack in: the curator's on the desk, the site's in a command. What is neither is left to the row to refuse.
    """
    moment = entry.get("publish_at")
    if isinstance(moment, str):
        try:
            moment = parse_datetime(moment.strip()) or moment
        except ValueError:
            return moment
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return timezone.make_aware(moment) if isinstance(moment, datetime) and timezone.is_naive(moment) else moment


def known_keys(kind: Kind) -> set[str]:
    return {*kind.fields, *kind.links, *ABOUT, *(step_parts.KEYS if kind.model is Step else [])}


def as_lines(note: Any) -> str:
    """A note as text: a mapping becomes lines `name: value`, a list one line each."""
    if isinstance(note, dict):
        note = [f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in note.items()]
    if isinstance(note, list):
        note = "\n".join(note)
    return note or ""


def _pruned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    if isinstance(value, dict):
        kept = {key: _pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if not _is_nothing(item, key)}
    return value


def _is_nothing(value: Any, name: str) -> bool:
    if value is False:
        return (
            name != "default"
        )  # a switch may stand off by default; everywhere else False is what leaving it out means
    return value is None or value == "" or value == [] or value == {}
