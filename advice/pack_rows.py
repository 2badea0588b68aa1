"""Writes entries of a pack into rows, with their links, parts and history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simple_history.models import HistoricalRecords

from accounts.models import User
from advice import step_parts
from advice.models import Curated
from advice.pack import ABOUT, CURATORS_OWN, Entry, Kind, canonical, fingerprint, shown_from, values_of

Linked = dict[str, dict[str, int]]  # for each link the pk of each key

REASON = "content pack"
IMPORTED = "imported pack"
GONE = "gone:"  # before the fingerprint of a row that the pack itself retired, so that it may bring it back


@dataclass(frozen=True)
class Hand:
    """Who writes: the shipped pack, whose rows it keeps up to date, or somebody with a pack of their own.

    What came from one's own pack counts as made here, so the shipped one leaves it alone from then on.
    """

    by: User | None = None
    is_own: bool = False

    @property
    def reason(self) -> str:
        return IMPORTED if self.is_own else REASON


SHIPPED = Hand()


def write_new(kind: Kind, entries: list[Entry], linked: Linked, *, language: str, hand: Hand = SHIPPED) -> None:
    """Make rows of these entries with their links, parts and history: a few statements for any number of them."""
    model: Any = kind.model
    published = Curated.State.PUBLISHED
    rows = [
        model(language=language, state=entry.get("state", published), publish_at=shown_from(entry)) for entry in entries
    ]
    for row, entry in zip(rows, entries, strict=True):
        _set_values(kind, row, entry)
        if hand.is_own:
            row.pack_fingerprint = ""
    model.objects.bulk_create(rows)
    for link, keys in linked.items():
        field, through = model._meta.get_field(link), getattr(model, link).through
        owner, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            through(**{owner: row.pk, target: pk})
            for row, entry in zip(rows, entries, strict=True)
            for pk in _linked_pks(entry, link, keys)
        )
    if kind.parts:
        _write_new_parts(kind, rows, entries)
    remember(kind, rows, is_new=True, hand=hand)


def write_over(kind: Kind, row: Any, entry: Entry, linked: Linked, *, hand: Hand = SHIPPED) -> None:
    """Make an existing row say what the entry says, without a line in its own history (see `remember`)."""
    before = row.pack_fingerprint.removeprefix(GONE)
    _set_values(kind, row, entry)
    if hand.is_own:
        row.pack_fingerprint = before
    links = {link: _linked_pks(entry, link, keys) for link, keys in linked.items()}
    put(row, links, step_parts.parts_in(canonical(entry)) if kind.parts else {}, hand=hand)


def put(row: Any, links: dict[str, list[int]], parts: dict[str, list[Any]], *, hand: Hand, reason: str = "") -> None:
    """Saves a row with its links and parts, these with history; a part stays the same row where its name stays."""
    row.skip_history_when_saving = True
    row.save()
    for link, pks in links.items():
        getattr(row, link).set(pks)
    del row.skip_history_when_saving
    for relation, wanted in parts.items():
        _put_parts(row, relation, wanted, hand=hand, reason=reason)


def remember(kind: Kind, rows: Iterable[Any], *, is_new: bool, hand: Hand = SHIPPED, reason: str = "") -> None:
    """One line of history for each row, with its links, written in bulk."""
    rows = list(rows)
    if not rows:
        return
    model: Any = kind.model
    lines = model.history.bulk_history_create(
        rows, update=not is_new, default_change_reason=reason or hand.reason, default_user=hand.by
    )
    line_of = {line.id: line for line in lines}
    for link in kind.links:
        field, through = model._meta.get_field(link), getattr(model, link).through
        history_model = HistoricalRecords.m2m_models[field]
        owner = field.m2m_field_name()
        found = through.objects.filter(**{f"{owner}__in": [row.pk for row in rows]}).values()
        history_model.objects.bulk_create(
            history_model(history=line_of[values[f"{owner}_id"]], **values) for values in found
        )


def _set_values(kind: Kind, row: Any, entry: Entry) -> None:
    for field_name, value in values_of(kind, entry).items():
        setattr(row, field_name, value)
    # A review, like a checked number, holds for the text that was looked at, not for the one that takes its place.
    for about in ABOUT:
        if about not in CURATORS_OWN:
            setattr(row, about, entry.get(about) or row._meta.get_field(about).get_default())
    if hasattr(row, "verified_on"):
        row.verified_on, row.verified_by = None, ""
    if row.pack_fingerprint.startswith(GONE):
        row.retired_at = None
    row.pack_fingerprint = fingerprint(entry)


def _linked_pks(entry: Entry, link: str, keys: dict[str, int]) -> list[int]:
    return [keys[key] for key in canonical(entry).get(link, [])]


def _write_new_parts(kind: Kind, steps: list[Any], entries: list[Entry]) -> None:
    made: dict[str, list[Any]] = {relation: [] for relation in kind.parts}
    for step, entry in zip(steps, entries, strict=True):
        for relation, parts in step_parts.parts_in(canonical(entry)).items():
            for part in parts:
                part.step = step
                made[relation].append(part)
    for parts in made.values():
        if parts:
            model: Any = type(parts[0])
            model.objects.bulk_create(parts)
            model.history.bulk_history_create(parts, default_change_reason=REASON)


def _put_parts(step: Any, relation: str, wanted: list[Any], *, hand: Hand, reason: str) -> None:
    """Make the step's parts those wanted; a part keeps its row where its name stays, so its history goes on."""
    present = step_parts.keyed(relation, getattr(step, relation).all())
    changed, gone = [], dict(present)
    for key, part in step_parts.keyed(relation, wanted).items():
        old = gone.pop(key, None)
        part.step, part.pk = step, old.pk if old else None
        part._state.adding = old is None
        if old is None or any(getattr(old, f.attname) != getattr(part, f.attname) for f in part._meta.concrete_fields):
            changed.append(part)
    for part in [*gone.values(), *changed]:
        part._change_reason, part._history_user = reason or REASON, hand.by
    for part in gone.values():
        part.delete()
    for part in changed:
        part.save()
