"""New versions of what people see: rows beside the rows they are to replace, out of sight until they are published.

A new version is edited, previewed and reviewed like any row. Publishing it writes what it says into the row itself, so
everything that points there stays as it is, and lets go of the version (docs/adr/0011).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from advice import pack_rows
from advice.comparing import Change, changes
from advice.models import Curated
from advice.pack import ABOUT, CURATORS_OWN, KINDS, Entry, Kind, as_entry
from advice.pack_rows import Hand

REASON = "new version"
# What belongs to the one row or to the other, and never passes between them.
OWN = {"id", "state", "publish_at", "retired_at", "replaces", "began_from", "pack_fingerprint", "updated_at"}
# A professional has looked at the words that were, not at those that will be.
REVIEW = {"reviewed_by", "reviewed_on"}


class ChangedMeanwhile(Exception):
    """The version, or what it is to replace, says something else than what was looked at."""


@transaction.atomic
def begin(row: Any, *, by: User) -> Any:
    """A draft beside this row, which says the same to begin with, but for the review; or the one that is there already.

    Raises ValueError for a row that people do not see: that one can be edited itself.
    """
    live = type(row).objects.select_for_update().get(pk=row.pk)
    if found := type(row).everything.filter(replaces=live).first():
        return found
    if not live.is_shown(timezone.now()):
        raise ValueError("Only of what people see there can be a new version.")
    version = type(row)(replaces=live, began_from=said(live))
    _say_the_same(version, live, but=OWN | REVIEW)
    _put(version, live, by=by)
    return version


@transaction.atomic
def publish(version: Any, *, by: User | None, seen: str = "") -> Any:
    """Lets the row say what its new version says, for everybody from now on, and returns it. The version is gone then.

    `seen` is the mark of what was looked at. Raises ChangedMeanwhile where it is another one by now, ValidationError
    where the words cannot stand there, and DoesNotExist where the version is gone.
    """
    version = _locked(version, seen)
    live = version.replaces
    _say_the_same(live, version, but=OWN)
    live.state, live.publish_at, live.retired_at = Curated.State.PUBLISHED, None, None
    live.full_clean()
    _put(live, version, by=by)
    drop(version, by=by)
    return live


@transaction.atomic
def schedule(version: Any, *, by: User, at: datetime, seen: str = "") -> None:
    """It will be published then, if what it is to replace still says what it says now. Raises as `publish`."""
    version = _locked(version, seen)
    version.state, version.publish_at = Curated.State.PUBLISHED, at
    version.began_from, version._history_user = said(version.replaces), by
    version.save()


def drop(version: Any, *, by: User | None) -> None:
    """Throws the new version away. What people see stays as it is."""
    version._history_user = by
    version.delete()


def publish_due(*, now: datetime) -> int:
    """Publishes what was to appear by itself until now; what does not fit any more waits for a curator."""
    count = 0
    for version in waiting():
        if version.is_scheduled(now) or version.state != Curated.State.PUBLISHED or is_held(version):
            continue
        try:
            publish(version, by=version.history.first().history_user, seen=mark_of(version))
        except (ChangedMeanwhile, ValidationError, ObjectDoesNotExist):  # the desk says of it that it waits
            continue
        count += 1
    return count


def waiting() -> Iterator[Any]:
    """All new versions that there are, with what they are to replace."""
    for model in apps.get_app_config("advice").get_models():
        if issubclass(model, Curated):
            yield from model.everything.versions()


def is_held(version: Any) -> bool:
    """True where it must not appear by itself: what it replaces was changed since, or is not shown any more."""
    return not version.replaces.is_shown(timezone.now()) or bool(changed_meanwhile(version))


def changed_meanwhile(version: Any) -> list[Change]:
    """What was changed in the row itself since the version was begun, or last looked at beside it."""
    return changes(version.began_from or {}, said(version.replaces))


def would_change(version: Any) -> list[Change]:
    """What people would read differently."""
    return changes(said(version.replaces), said(version))


def mark_of(version: Any) -> str:
    """Another one as soon as the version or what it replaces says something else."""
    text = json.dumps([said(version.replaces), said(version)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def said(row: Any) -> Entry:
    """All that a row says, as a pack would write it, with dates as text."""
    about = [name for name in ABOUT if name not in CURATORS_OWN]
    about += [name for name in ("verified_by", "verified_on") if hasattr(row, name)]
    values = {name: str(getattr(row, name)) for name in about if getattr(row, name)}
    return as_entry(kind_of(row), row) | values


def kind_of(row: Any) -> Kind:
    return next(kind for kind in KINDS if isinstance(row, kind.model))


def _locked(version: Any, seen: str) -> Any:
    """The version as it stands now, with its row, which nobody else can change until the transaction ends."""
    live = type(version).objects.select_for_update().get(pk=version.replaces_id)
    version = type(version).everything.get(pk=version.pk)
    version.replaces = live
    if seen and seen != mark_of(version):
        raise ChangedMeanwhile
    return version


def _say_the_same(row: Any, other: Any, *, but: set[str]) -> None:
    for field in row._meta.concrete_fields:
        if field.name not in but:
            setattr(row, field.attname, getattr(other, field.attname))


def _put(row: Any, other: Any, *, by: User | None) -> None:
    """Saves the row with the links and the parts of the other one, and a line in its history."""
    kind, is_new, hand = kind_of(row), row.pk is None, Hand(by=by, is_own=True)
    links = {link: [linked.pk for linked in getattr(other, link).all()] for link in kind.links}
    parts = {relation: [copy(part) for part in getattr(other, relation).all()] for relation in kind.parts}
    pack_rows.put(row, links, parts, hand=hand, reason=REASON)
    pack_rows.remember(kind, [row], is_new=is_new, hand=hand, reason=REASON)
