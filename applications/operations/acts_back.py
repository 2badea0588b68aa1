"""Takes an act on many applications back, on each as far as nothing else was done with it since."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Act, Event, JobApplication, Outcome
from applications.models.application import JobApplicationQuerySet
from applications.operations.events import keep_first_answers, keep_last_event
from applications.operations.importing_back import import_back
from applications.operations.many import (
    Rows,
    restore_many,
    tag_many,
    taken,
    tell_of,
    unarchive_many,
    untag_many,
)
from applications.operations.taking_back import MOVES
from applications.signals import outcomes_removed

Verb = Act.Verb
Back = Callable[[User, dict[int, Any], datetime], int]


@transaction.atomic
def take_back(act: Act, *, now: datetime) -> int:
    """Undoes an act, on each as far as nothing else was done with it since; returns on how many. Twice does nothing."""
    act = Act.objects.select_for_update().filter(pk=act.pk).first() or act
    if act.pk is None or not act.before:
        return 0
    before = {int(key): values for key, values in act.before.items()}
    act.before = {}
    act.save(update_fields=["before"])
    return BACK[act.verb](act.user, before, now)


def move_back(user: User, before: dict[int, Any], now: datetime) -> int:
    rows = still_latest(taken(user, before).open(), before)
    latest = latest_moves(rows)
    rows = [row for row in rows if (row.stage, latest[row.pk]) == (before[row.pk]["to"], before[row.pk]["event"])]
    sent = set(Event.objects.filter(pk__in=ids_of(rows, before), kind=Event.Kind.APPLIED).values_list("pk", flat=True))
    for row in rows:
        row.stage = before[row.pk]["stage"]
        if before[row.pk]["event"] in sent:
            row.applied_on = None
    JobApplication.objects.bulk_update(rows, ["stage", "applied_on"])
    return forget_events(user, rows, before, now=now)


def end_back(user: User, before: dict[int, Any], now: datetime) -> int:
    rows = still_latest(taken(user, before).filter(outcome__is_bulk=True).select_related("outcome"), before)
    written = dict(Event.objects.filter(pk__in=ids_of(rows, before)).values_list("pk", "recorded_at"))
    rows = [row for row in rows if row.outcome.recorded_at == written[before[row.pk]["event"]]]
    if rows:
        outcomes_removed.send(sender=Outcome, user=user, applications=rows, now=now)
    Outcome.objects.filter(application__in=rows).delete()
    JobApplication.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=None)
    return forget_events(user, rows, before, now=now)


def still_latest(rows: JobApplicationQuerySet, before: dict[int, Any]) -> Rows:
    """Those whose line in the history still stands as it was written then."""
    events = [values["event"] for values in before.values()]
    standing = set(Event.objects.current().filter(pk__in=events).values_list("pk", flat=True))
    return [row for row in rows if before[row.pk]["event"] in standing]


def latest_moves(rows: Rows) -> dict[int, int]:
    """The line of the latest move of each."""
    moves = Event.objects.current().filter(application__in=rows, kind__in=MOVES).order_by("recorded_at", "pk")
    return dict(moves.values_list("application_id", "pk"))


def ids_of(rows: Rows, before: dict[int, Any]) -> list[int]:
    return [before[row.pk]["event"] for row in rows]


def forget_events(user: User, rows: Rows, before: dict[int, Any], *, now: datetime) -> int:
    """The history shows neither the act nor its undoing, and neither counts as activity; both stay in its rows."""
    events = Event.objects.in_bulk(ids_of(rows, before))
    day = user.local_day(now)
    Event.objects.bulk_create(
        Event(
            application=row,
            kind=events[before[row.pk]["event"]].kind,
            happened_on=day,
            recorded_at=now,
            data=events[before[row.pk]["event"]].data | {Event.TAKEN_BACK: True},
            corrects=events[before[row.pk]["event"]],
        )
        for row in rows
    )
    for row in rows:
        written_at, was = events[before[row.pk]["event"]].recorded_at, before[row.pk]["last_event_at"]
        if row.last_event_at == written_at:
            row.last_event_at = datetime.fromisoformat(was)
        else:
            keep_last_event(row, now=now)
    JobApplication.objects.bulk_update(rows, ["last_event_at"])
    keep_first_answers(rows)
    tell_of(user, rows, now=now)
    return len(rows)


def tag_back(user: User, before: dict[int, Any], now: datetime) -> int:
    return count_of(untag_many(user, before, name=name_in(before), now=now))


def untag_back(user: User, before: dict[int, Any], now: datetime) -> int:
    return count_of(tag_many(user, before, name=name_in(before), now=now))


def name_in(before: dict[int, Any]) -> str:
    return next(iter(before.values()))["tag"]


def period_back(user: User, before: dict[int, Any], now: datetime) -> int:
    """Back into the period where each was, if there still is one; what was put elsewhere since stays there."""
    standing = {None, *user.periods.values_list("pk", flat=True)}
    rows = [row for row in taken(user, before) if row.period_id == before[row.pk]["to"]]
    rows = [row for row in rows if before[row.pk]["period"] in standing]
    for row in rows:
        row.period_id = before[row.pk]["period"]
    JobApplication.objects.bulk_update(rows, ["period"])
    return len(rows)


def archive_back(user: User, before: dict[int, Any], now: datetime) -> int:
    return count_of(unarchive_many(user, before, now=now))


def unarchive_back(user: User, before: dict[int, Any], now: datetime) -> int:
    rows = list(taken(user, before).at_hand())
    for row in rows:
        row.archived_at = datetime.fromisoformat(before[row.pk]["archived_at"])
    JobApplication.objects.bulk_update(rows, ["archived_at"])
    tell_of(user, rows, now=now)
    return len(rows)


def trash_back(user: User, before: dict[int, Any], now: datetime) -> int:
    return restore_many(user, before, now=now)


def count_of(act: Act | None) -> int:
    """How many an act changed that only undoes another: nobody takes it back in its turn."""
    if act is None:
        return 0
    act.delete()
    return len(act.before)


BACK: dict[str, Back] = {
    Verb.MOVE: move_back,
    Verb.END: end_back,
    Verb.TAG: tag_back,
    Verb.UNTAG: untag_back,
    Verb.PERIOD: period_back,
    Verb.ARCHIVE: archive_back,
    Verb.UNARCHIVE: unarchive_back,
    Verb.TRASH: trash_back,
    Verb.IMPORT: import_back,
}
