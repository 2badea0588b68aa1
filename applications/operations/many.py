"""One act on many applications: a transaction, a few queries, one piece of news, and a way back.

Each act takes the person and the keys of what they picked, leaves alone what it does not fit, and returns the `Act`
that `acts_back.take_back` undoes, or None where nothing was changed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Act, Event, JobApplication, Outcome
from applications.models.application import JobApplicationQuerySet
from applications.operations.events import keep_first_answers
from applications.operations.outcomes import values_of
from applications.operations.searching import keep_search_texts
from applications.operations.tags import find_or_make_tag, folded_tag, forget_unused
from applications.operations.touches import in_touch_through, keep_last_touch
from applications.signals import applications_changed, applications_restored, applications_trashed

Stage, Verb = JobApplication.Stage, Act.Verb
Rows = list[JobApplication]


def taken(user: User, keys: Iterable[int], *, with_trash: bool = False) -> JobApplicationQuerySet:
    """These of the person's, and until the transaction ends nobody else's to change.

    They are locked first and by their keys alone. What is asked of them then sees what those who held them before have
    written: a condition that is asked together with the lock, such as `.open()`, would be judged by what was there
    before the wait.
    """
    rows = JobApplication.with_trash.filter(user=user, pk__in=list(keys)).order_by("pk")
    locked = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    manager = JobApplication.with_trash if with_trash else JobApplication.objects
    found: JobApplicationQuerySet = manager.filter(pk__in=locked).order_by("pk")
    return found


def done(user: User, verb: str, before: dict[int, Any], *, now: datetime) -> Act | None:
    return Act.objects.create(user=user, verb=verb, done_at=now, before=before) if before else None


def tell_of(user: User, rows: Rows, *, now: datetime) -> None:
    if rows:
        applications_changed.send(sender=JobApplication, user=user, applications=rows, now=now)


def write_events(rows: Rows, kinds: Iterable[tuple[str, dict[str, Any]]], *, day: date, now: datetime) -> list[Event]:
    """A line in the history of each; what happened today is the last that happened."""
    events = Event.objects.bulk_create(
        Event(application=row, kind=kind, happened_on=day, recorded_at=now, data=data)
        for row, (kind, data) in zip(rows, kinds, strict=True)
    )
    for row in rows:
        row.last_event_at = now
    JobApplication.objects.filter(pk__in=[row.pk for row in rows]).update(last_event_at=now, updated_at=now)
    return events


@transaction.atomic
def move_many(user: User, keys: Iterable[int], *, stage: str, now: datetime) -> Act | None:
    """Moves those that are open and not there yet, today. Reaching *applied* for the first time sets `applied_on`."""
    rows, today = list(taken(user, keys).open().exclude(stage=stage)), user.local_day(now)
    sent = [row for row in rows if stage == Stage.APPLIED and not row.applied_on]
    before: dict[int, dict[str, Any]] = {
        row.pk: {"stage": row.stage, "last_event_at": row.last_event_at.isoformat()} for row in rows
    }
    kinds = [
        (Event.Kind.APPLIED if row in sent else Event.Kind.MOVED, {"from": row.stage, "to": stage}) for row in rows
    ]
    events = write_events(rows, kinds, day=today, now=now)
    for row, event in zip(rows, events, strict=True):
        before[row.pk] |= {"event": event.pk, "to": stage}
        row.stage = stage
    JobApplication.objects.filter(pk__in=before).update(stage=stage)
    JobApplication.objects.filter(pk__in=[row.pk for row in sent]).update(applied_on=today)
    keep_first_answers(rows)
    tell_of(user, rows, now=now)
    return done(user, Verb.MOVE, before, now=now)


@transaction.atomic
def record_outcome_many(user: User, keys: Iterable[int], *, kind: str, now: datetime) -> Act | None:
    """Closes those that are open, as of today, at the stage where each is. No recovery begins."""
    rows, today = list(taken(user, keys).open()), user.local_day(now)
    before: dict[int, dict[str, Any]] = {row.pk: {"last_event_at": row.last_event_at.isoformat()} for row in rows}
    outcomes = Outcome.objects.bulk_create(
        Outcome(application=row, kind=kind, decided_on=today, last_stage=row.stage, is_bulk=True, recorded_at=now)
        for row in rows
    )
    JobApplication.objects.filter(pk__in=before).update(closed_at=now)
    kinds = [(Event.Kind.OUTCOME_RECORDED, values_of(outcome)) for outcome in outcomes]
    for event in write_events(rows, kinds, day=today, now=now):
        before[event.application_id]["event"] = event.pk
    tell_of(user, rows, now=now)
    return done(user, Verb.END, before, now=now)


@transaction.atomic
def tag_many(user: User, keys: Iterable[int], *, name: str, now: datetime) -> Act | None:
    """Puts a word of the person's own on those that do not bear it yet."""
    chosen, tag = taken(user, keys), find_or_make_tag(user, name)
    rows = list(chosen.exclude(tags=tag))
    Bearing = JobApplication.tags.through
    bearings = [Bearing(jobapplication_id=row.pk, tag_id=tag.pk) for row in rows]
    Bearing.objects.bulk_create(bearings, ignore_conflicts=True)
    keep_search_texts(JobApplication.objects.filter(pk__in=[row.pk for row in rows]))
    return done(user, Verb.TAG, {row.pk: {"tag": tag.name} for row in rows}, now=now)


@transaction.atomic
def untag_many(user: User, keys: Iterable[int], *, name: str, now: datetime) -> Act | None:
    """Takes the word off those that bear it; a tag that nothing bears any more is forgotten."""
    held = taken(user, keys)
    tag = user.tags.select_for_update().filter(folded=folded_tag(" ".join(name.split()))).first()
    if tag is None:
        return None
    name, chosen = tag.name, [row.pk for row in held.filter(tags=tag)]
    JobApplication.tags.through.objects.filter(tag_id=tag.pk, jobapplication_id__in=chosen).delete()
    forget_unused([tag])
    keep_search_texts(JobApplication.objects.filter(pk__in=chosen))
    return done(user, Verb.UNTAG, {key: {"tag": name} for key in chosen}, now=now)


@transaction.atomic
def archive_many(user: User, keys: Iterable[int], *, now: datetime) -> Act | None:
    """Puts them out of sight. How each stands does not change, and what is arranged still takes place."""
    rows = list(taken(user, keys).at_hand())
    JobApplication.objects.filter(pk__in=[row.pk for row in rows]).update(archived_at=now)
    tell_of(user, rows, now=now)
    return done(user, Verb.ARCHIVE, {row.pk: {} for row in rows}, now=now)


@transaction.atomic
def unarchive_many(user: User, keys: Iterable[int], *, now: datetime) -> Act | None:
    """Takes them out of the archive."""
    rows = list(taken(user, keys).exclude(archived_at=None))
    before = {row.pk: {"archived_at": row.archived_at.isoformat()} for row in rows if row.archived_at}
    JobApplication.objects.filter(pk__in=before).update(archived_at=None)
    tell_of(user, rows, now=now)
    return done(user, Verb.UNARCHIVE, before, now=now)


@transaction.atomic
def trash_many(user: User, keys: Iterable[int], *, now: datetime) -> Act | None:
    """Deletes them, in a way that can be taken back for `TRASH_DAYS`: nothing asks or writes about them meanwhile."""
    rows = list(taken(user, keys))
    before: dict[int, Any] = {row.pk: {} for row in rows}
    JobApplication.objects.filter(pk__in=before).update(trashed_at=now)
    keep_last_touch(*in_touch_through(user, rows))
    if rows:
        applications_trashed.send(sender=JobApplication, user=user, applications=rows, now=now)
    tell_of(user, rows, now=now)
    return done(user, Verb.TRASH, before, now=now)


@transaction.atomic
def restore_many(user: User, keys: Iterable[int], *, now: datetime) -> int:
    """Takes them out of the trash, with all that belongs to them; returns how many."""
    rows = list(taken(user, keys, with_trash=True).in_trash())
    for row in rows:
        row.trashed_at = None
    JobApplication.with_trash.filter(pk__in=[row.pk for row in rows]).update(trashed_at=None)
    keep_last_touch(*in_touch_through(user, rows))
    if rows:
        applications_restored.send(sender=JobApplication, user=user, applications=rows, now=now)
    tell_of(user, rows, now=now)
    return len(rows)
