"""Writes entries of a pack into rows, with their links, parts and history."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from advice import step_parts
from advice.models import Step
from advice.pack import ABOUT, Entry, Kind, canonical, fingerprint, values_of

REASON = "content pack"
GONE = "gone:"  # before the fingerprint of a row that the pack itself retired, so that it may bring it back


class PackError(Exception):
    """A pack that cannot be loaded; the text says which entry and why."""


def write(kind: Kind, row: Any, entry: Entry, linked: dict[str, dict[str, int]], name: str) -> None:
    """Write an entry into a row with its links and parts, without a line in the history (see `remember`)."""
    _set_values(kind, row, entry)
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        raise PackError(f"{name}: {_sentence(problem)}") from problem
    row.save_without_historical_record()
    row.skip_history_when_saving = True
    for link, keys in linked.items():
        wanted = canonical(entry).get(link, [])
        if unknown := [key for key in wanted if key not in keys]:
            raise PackError(_("%(name)s: unknown %(link)s %(keys)s.") % {"name": name, "link": link, "keys": unknown})
        getattr(row, link).set([keys[key] for key in wanted])
    del row.skip_history_when_saving
    if isinstance(row, Step):
        _write_parts(row, entry, name)


def _set_values(kind: Kind, row: Any, entry: Entry) -> None:
    for field_name, value in values_of(kind, entry).items():
        setattr(row, field_name, value)
    # A review, like a checked number, holds for the text that was looked at, not for the one that takes its place.
    for about in ABOUT:
        if about != "state":
            setattr(row, about, entry.get(about) or row._meta.get_field(about).get_default())
    if hasattr(row, "verified_on"):
        row.verified_on, row.verified_by = None, ""
    if row.pack_fingerprint.startswith(GONE):
        row.retired_at = None
    row.pack_fingerprint = fingerprint(entry)


def _write_parts(step: Step, entry: Entry, name: str) -> None:
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
            try:
                part.full_clean(validate_unique=False, validate_constraints=False)
            except ValidationError as problem:
                raise PackError(f"{name}, {key_of(part)}: {_sentence(problem)}") from problem
            part._change_reason = REASON
            part.save()
        for part in present.values():
            part._change_reason = REASON
            part.delete()


def remember(kind: Kind, rows: Iterable[Any], *, is_new: bool) -> None:
    """One line of history for each row, with its links, written in bulk."""
    rows = list(rows)
    if not rows:
        return
    model: Any = kind.model
    lines = model.history.bulk_history_create(rows, update=not is_new, default_change_reason=REASON)
    for link in kind.links:
        through = getattr(model, link).through
        owner = model._meta.model_name
        history_model = HistoricalRecords.m2m_models[getattr(model, link).field]
        line_of = {line.id: line for line in lines}
        found = through.objects.filter(**{f"{owner}__in": [row.pk for row in rows]}).values()
        history_model.objects.bulk_create(
            history_model(history=line_of[values[f"{owner}_id"]], **values) for values in found
        )


def _sentence(problem: ValidationError) -> str:
    return "; ".join(f"{name}: {' '.join(texts)}" for name, texts in problem.message_dict.items())
