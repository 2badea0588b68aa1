"""Writes entries of a pack into rows, with their links, parts and history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from advice import step_parts
from advice.models import Curated
from advice.pack import ABOUT, CURATORS_OWN, Entry, Kind, canonical, fingerprint, values_of

Linked = dict[str, dict[str, int]]  # for each link the pk of each key

REASON = "content pack"
IMPORTED = "imported pack"
GONE = "gone:"  # before the fingerprint of a row that the pack itself retired, so that it may bring it back


class PackError(Exception):
    """A pack that cannot be loaded; each line of the text says which entry and why."""


@dataclass(frozen=True)
class Hand:
    """Who writes: the shipped pack, whose rows it keeps up to date, or somebody with a pack of their own.

    What came from one's own pack counts as made here, so the shipped one leaves it alone from then on.
    """

    by: User | None = None
    is_own: bool = False


SHIPPED = Hand()


def write_new(kind: Kind, entries: list[Entry], linked: Linked, *, language: str, hand: Hand = SHIPPED) -> None:
    """Make rows of these entries with their links, parts and history: a few statements for any number of them."""
    model: Any = kind.model
    published = Curated.State.PUBLISHED
    rows = [
        model(language=language, state=entry.get("state", published), publish_at=entry.get("publish_at"))
        for entry in entries
    ]
    for row, entry in zip(rows, entries, strict=True):
        _set_values(kind, row, entry)
        if hand.is_own:
            row.pack_fingerprint = ""
    _check_all((row, _name(kind, entry)) for row, entry in zip(rows, entries, strict=True))
    model.objects.bulk_create(rows)
    for link, keys in linked.items():
        field, through = model._meta.get_field(link), getattr(model, link).through
        owner, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            through(**{owner: row.pk, target: pk})
            for row, entry in zip(rows, entries, strict=True)
            for pk in _linked_pks(kind, entry, link, keys)
        )
    if kind.parts:
        _write_new_parts(kind, rows, entries)
    remember(kind, rows, is_new=True, hand=hand)


def write_over(kind: Kind, row: Any, entry: Entry, linked: Linked, *, hand: Hand = SHIPPED) -> None:
    """Make an existing row say what the entry says, without a line in its history (see `remember`)."""
    before = row.pack_fingerprint.removeprefix(GONE)
    _set_values(kind, row, entry)
    if hand.is_own:
        row.pack_fingerprint = before
    _check(row, _name(kind, entry))
    row.skip_history_when_saving = True
    row.save()
    for link, keys in linked.items():
        getattr(row, link).set(_linked_pks(kind, entry, link, keys))
    del row.skip_history_when_saving
    if kind.parts:
        _write_parts(row, entry, _name(kind, entry))


def remember(kind: Kind, rows: Iterable[Any], *, is_new: bool, hand: Hand = SHIPPED) -> None:
    """One line of history for each row, with its links, written in bulk."""
    rows = list(rows)
    if not rows:
        return
    model: Any = kind.model
    reason = IMPORTED if hand.is_own else REASON
    lines = model.history.bulk_history_create(
        rows, update=not is_new, default_change_reason=reason, default_user=hand.by
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


def _name(kind: Kind, entry: Entry) -> str:
    return f"{kind.section}/{entry[kind.model.identity]}"


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


def _check_all(named: Iterable[tuple[Any, str]]) -> None:
    """As `_check` for many, with everything that is wrong in one PackError, a line each."""
    wrong = []
    for row, name in named:
        try:
            _check(row, name)
        except PackError as problem:
            wrong.append(str(problem))
    if wrong:
        raise PackError("\n".join(wrong))


def _check(row: Any, name: str, *, exclude: set[str] | None = None) -> None:
    try:
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        said = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in problem.message_dict.items())
        raise PackError(f"{name}: {said}") from problem


def _linked_pks(kind: Kind, entry: Entry, link: str, keys: dict[str, int]) -> list[int]:
    wanted = canonical(entry).get(link, [])
    if unknown := [key for key in wanted if key not in keys]:
        raise PackError(
            _("%(name)s: unknown %(link)s %(keys)s.")
            % {"name": _name(kind, entry), "link": link, "keys": ", ".join(unknown)}
        )
    return [keys[key] for key in wanted]


def _write_new_parts(kind: Kind, steps: list[Any], entries: list[Entry]) -> None:
    made: dict[str, list[Any]] = {relation: [] for relation in kind.parts}
    for step, entry in zip(steps, entries, strict=True):
        for relation, parts in step_parts.parts_in(canonical(entry)).items():
            for part in parts:
                part.step = step
                _check_part(part, relation, _name(kind, entry))
                made[relation].append(part)
    for parts in made.values():
        if parts:
            model: Any = type(parts[0])
            model.objects.bulk_create(parts)
            model.history.bulk_history_create(parts, default_change_reason=REASON)


def _write_parts(step: Any, entry: Entry, name: str) -> None:
    """Make the step's parts those of the entry; a part keeps its row where its key stays, so its history goes on."""
    for relation, wanted in step_parts.parts_in(canonical(entry)).items():
        key_of = step_parts.PART_KEYS[relation]
        present = {key_of(part): part for part in getattr(step, relation).all()}
        for part in wanted:
            old = present.pop(key_of(part), None)
            part.step, part.pk = step, old.pk if old else None
            part._state.adding = old is None
            if old and all(getattr(old, f.attname) == getattr(part, f.attname) for f in part._meta.concrete_fields):
                continue
            _check_part(part, relation, name)
            part._change_reason = REASON
            part.save()
        for part in present.values():
            part._change_reason = REASON
            part.delete()


def _check_part(part: Any, relation: str, name: str) -> None:
    # Without the step itself: looking it up for every part would cost a query each.
    _check(part, f"{name}, {step_parts.PART_KEYS[relation](part)}", exclude={"step"})
