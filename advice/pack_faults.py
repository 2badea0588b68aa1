"""What is wrong with a pack: all of it at once, each fault with where it stands. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advice import step_parts, vocabulary
from advice.models import Source, Step
from advice.pack import ABOUT, KINDS, Entry, Kind, canonical, known_keys, shown_from, values_of

Place = tuple[Any, ...]  # section, number of the entry in it, key in the entry, number in the list below that key
NOT_READABLE: Any = gettext_lazy("it is not written as the program reads it.")
Taken = Mapping[str, Collection[str]]  # by section, the keys that can be linked to


@dataclass(frozen=True)
class Fault:
    """One thing to mend, and where it stands, as far as that can be said."""

    text: str
    place: Place = ()

    def line(self, lines: dict[Place, int]) -> int | None:
        """The line of that very place, else of what it stands in."""
        places = [self.place[:end] for end in range(len(self.place), 0, -1)]
        return next((lines[place] for place in places if place in lines), None)


class PackError(Exception):
    """A pack that cannot be loaded. Its text has a line for each fault."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = [fault if isinstance(fault, Fault) else Fault(fault) for fault in faults]
        super().__init__("\n".join(fault.text for fault in self.faults))


def places_in(written: Any) -> dict[Place, int]:
    """The line on which each section, entry, key and item begins; takes what `yaml.compose` makes of the file."""
    lines: dict[Place, int] = {}

    def look(node: Any, place: Place) -> None:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                lines[(*place, key.value)] = key.start_mark.line + 1
                look(value, (*place, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                look(item, (*place, number))

    look(written, ())
    return lines


def faults(pack: Entry) -> list[Fault]:
    """Everything for which this pack cannot be loaded, in the order of its sections."""
    given = pack["pack"].get("language")
    language = given if isinstance(given, str) else ""
    found = [] if language else [Fault(_("The pack does not say in which language it is."), ("pack",))]
    found += _of_sections(pack)
    keys = {kind.section: {*_keys_here(kind, language), *_keys_in(pack, kind)} for kind in KINDS}
    for kind in KINDS:
        addresses = _addresses_here(kind, language, _keys_in(pack, kind))
        found += _of_section(kind, pack.get(kind.section) or [], language, keys, addresses)
    return found


def _of_sections(pack: Entry) -> Iterator[Fault]:
    sections = {"pack", "enums", *(kind.section for kind in KINDS)}
    for name in [name for name in pack if name not in sections]:
        yield Fault(_("%(name)s is a section that nobody reads.") % {"name": name}, (name,))
    if "enums" not in pack:
        return
    ours, theirs = vocabulary.as_enums(), pack["enums"] if isinstance(pack["enums"], dict) else {}
    for name in [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]:
        text = _("The pack's list “%(name)s” differs from that of this version of the program.")
        yield Fault(text % {"name": name}, ("enums", name))


def _of_section(kind: Kind, entries: Any, language: str, keys: Taken, addresses: set[str]) -> Iterator[Fault]:
    if not isinstance(entries, list):
        text = _("%(section)s: this is a list of entries, each with its keys.") % {"section": kind.section}
        yield Fault(text, (kind.section,))
        return
    seen: set[Any] = set()
    for number, entry in enumerate(entries):
        one = _Checked(kind, entry, (kind.section, number), language)
        yield from one.shape(seen)
        if one.is_readable:
            yield from one.values(addresses)
            yield from one.links(keys)
            yield from one.parts()


@dataclass
class _Checked:
    """One entry under the eyes of the checks below."""

    kind: Kind
    entry: Any
    place: Place
    language: str
    is_readable: bool = False

    def fault(self, text: str, *where: Any) -> Fault:
        key = self.entry.get(self.kind.model.identity) if isinstance(self.entry, dict) else None
        return Fault(f"{self.kind.section}/{key or '?'}: {text}", (*self.place, *where))

    def shape(self, seen: set[Any]) -> Iterator[Fault]:
        """Whether it can be read at all, under a key of its own."""
        if not isinstance(self.entry, dict):
            yield self.fault(_("an entry has keys, each with a colon and a value."))
            return
        identity = self.kind.model.identity
        key = self.entry.get(identity)
        if not key or not isinstance(key, str):
            yield self.fault(_("an entry needs a “%(key)s” that is a word.") % {"key": identity}, identity)
        elif key in seen:
            yield self.fault(_("it stands twice in the pack."), identity)
        else:
            seen.add(key)
        for name in [name for name in self.entry if name not in known_keys(self.kind)]:
            yield self.fault(_("nobody reads “%(key)s”.") % {"key": name}, name)
        try:
            entry = canonical(self.entry)
            values_of(self.kind, entry)
            for relation, parts in step_parts.parts_in(entry).items() if self.kind.model is Step else ():
                step_parts.keyed(relation, parts)
        except (AttributeError, KeyError, TypeError, ValueError):
            yield self.fault(NOT_READABLE)
        else:
            odd = [name for name, value in entry.items() if not _is_plain(value)]
            for name in odd:
                text = _("“%(key)s” holds what is neither words nor a number; words belong in quotation marks.")
                yield self.fault(text % {"key": name}, name)
            self.is_readable = not odd

    def values(self, addresses: set[str]) -> Iterator[Fault]:
        """What the row itself would say against them."""
        given = {name: self.entry[name] for name in ABOUT if self.entry.get(name)}
        given["publish_at"] = shown_from(self.entry) or None
        row: Any = self.kind.model(language=self.language or "en", **given, **values_of(self.kind, self.entry))
        names = {name: key for key, name in self.kind.fields.items()}
        identity = self.kind.model.identity
        for field, texts in _problems_of(row, exclude=set() if self.entry.get(identity) else {identity}).items():
            key = names.get(field, field)
            yield self.fault(texts if field == NON_FIELD_ERRORS else f"{key}: {texts}", key)
        slug = self.entry.get("slug")
        if "slug" in self.kind.fields and isinstance(slug, str):
            if slug in addresses:
                yield self.fault(_("another article has the address “%(slug)s”.") % {"slug": slug}, "slug")
            addresses.add(slug)

    def links(self, keys: Taken) -> Iterator[Fault]:
        for link in self.kind.links:
            for number, key in enumerate(self.entry.get(link) or []):
                if not isinstance(key, str) or key not in keys[link]:
                    text = _("there is no “%(key)s” among the %(link)s.") % {"key": key, "link": link}
                    yield self.fault(text, link, number)

    def parts(self) -> Iterator[Fault]:
        if self.kind.model is not Step:
            return
        for relation, parts in step_parts.parts_in(canonical(self.entry)).items():
            for number, ((name, place), part) in enumerate(step_parts.keyed(relation, parts).items()):
                where = _where(relation, part, number)
                # Without the step itself: looking it up for every part would cost a query each.
                for field, texts in _problems_of(part, exclude={"step"}).items():
                    said = texts if field == NON_FIELD_ERRORS else f"{field}: {texts}"
                    yield self.fault(f"{part._meta.verbose_name} {name or number + 1}: {said}", *where)
                if place and relation == "prompts":
                    yield self.fault(_("it has two prompts “%(key)s”.") % {"key": name}, *where)


def _is_plain(value: Any) -> bool:
    """Whether it can be kept as it is: a date that nobody quoted, for one, is no words."""
    try:
        return "\\u0000" not in json.dumps(value, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError):
        return False


def _where(relation: str, part: Any, number: int) -> Place:
    """Where in the entry this part is written."""
    if relation == "conditions":
        return (part.effect if part.effect in ("guard", "branch") else "conditions",)
    if relation == "prompts":
        return (relation, number)
    return ("variants", part.stage) if relation == "variants" else (f"stages_{part.mode}",)


def _problems_of(row: Any, exclude: set[str]) -> dict[str, str]:
    try:
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        return {field: " ".join(texts) for field, texts in problem.message_dict.items()}
    except (AttributeError, TypeError, ValueError):  # a number where a day belongs
        return {NON_FIELD_ERRORS: str(NOT_READABLE)}
    return {}


def _keys_in(pack: Entry, kind: Kind) -> set[str]:
    entries = pack.get(kind.section)
    written = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return {str(entry.get(kind.model.identity)) for entry in written}


def _keys_here(kind: Kind, language: str) -> Collection[str]:
    rows = kind.model._default_manager.all()
    # A source belongs to no language: packs of all languages share them.
    rows = rows if kind.model is Source else rows.filter(language=language)
    return rows.values_list(kind.model.identity, flat=True)


def _addresses_here(kind: Kind, language: str, brought: set[str]) -> set[str]:
    """The addresses of articles that the pack leaves as they are."""
    if "slug" not in kind.fields:
        return set()
    rows = kind.model._default_manager.filter(language=language).exclude(key__in=brought)
    return set(rows.values_list("slug", flat=True))
