from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from applications.models import Contact, Event, JobApplication, Outcome, OwnLetter
from applications.operations.touches import keep_last_touch
from applications.signals import application_changed, letter_redated

Stage = JobApplication.Stage
FURTHER = [stage.value for stage in Stage if stage.position > Stage.APPLIED.position]
# Adding one that had been sent says nothing of when something happened; adding one that they answered does: by then.
HAPPENED = ~Q(kind=Event.Kind.ADDED) | Q(data__stage__in=FURTHER)
# A line of a history that says by itself that they answered, and lines that do so while the application stands where
# they led: one that was moved on by mistake and moved back was not answered.
WENT_ON = Q(kind=Event.Kind.INTERVIEW_SCHEDULED) | Q(kind=Event.Kind.MOVED, data__to__in=FURTHER)
ANSWERS = {
    "heard": Min("happened_on", filter=Q(kind=Event.Kind.HEARD)),
    "went_on": Min("happened_on", filter=WENT_ON),
}


class AlreadyCorrected(Exception):
    """A later correction has taken this event's place: correct that one."""


def lock(application: JobApplication) -> None:
    """Waits for other requests on this application, then reads the row anew.

    The first lock of all (docs/architecture.md, "Who waits for whom"). `no_key`: others may point rows at it meanwhile.
    """
    application.refresh_from_db(from_queryset=JobApplication.with_trash.select_for_update(no_key=True))


def tell(application: JobApplication, *, now: datetime) -> None:
    application_changed.send(sender=JobApplication, application=application, now=now)


def write_event(
    application: JobApplication,
    *,
    kind: str,
    happened_on: date,
    now: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
    corrects: Event | None = None,
    contact: Contact | None = None,
) -> Event:
    """One more line in the history, and `last_event_at` moved with it. For operations: no lock, no news."""
    event = application.events.create(
        kind=kind,
        happened_on=happened_on,
        recorded_at=now,
        note=note,
        data=data or {},
        corrects=corrects,
        contact=contact or (corrects.contact if corrects else None),
    )
    keep_last_event(application, now=now)
    return event


def keep_last_event(application: JobApplication, *, now: datetime) -> None:
    """Sets `last_event_at` to the latest of the current events, never later than `now`, and `heard_on` to the day of
    the first that is an answer. The day it was added counts as long as nothing else is known.
    """
    current = application.events.current()
    days = current.aggregate(latest=Max("happened_on", filter=HAPPENED), added=Max("happened_on"), **ANSWERS)
    latest_on = days["latest"] or days["added"]
    counting = current.filter(HAPPENED) if days["latest"] else current
    recorded = counting.filter(happened_on=latest_on).values_list("recorded_at", flat=True)
    latest = max(moment_of(application, latest_on, recorded_at) for recorded_at in recorded)
    application.last_event_at = min(latest, now)
    application.heard_on = first_answer(application, days["heard"], days["went_on"])
    application.save(update_fields=["last_event_at", "heard_on", "updated_at"])


def first_answer(application: JobApplication, heard: date | None, went_on: date | None) -> date | None:
    days = [heard, went_on if application.reached_stage in FURTHER else None]
    return min((day for day in days if day), default=None)


def keep_first_answers(applications: Iterable[JobApplication]) -> None:
    """Sets `heard_on` of several at once, whose stages and outcomes are as the database has them: three queries."""
    rows = list(JobApplication.objects.filter(pk__in=[row.pk for row in applications]).select_related("outcome"))
    told = Event.objects.current().filter(application__in=rows).order_by().values("application").annotate(**ANSWERS)
    days = {key: answers for key, *answers in told.values_list("application", *ANSWERS)}
    for row in rows:
        row.heard_on = first_answer(row, *days.get(row.pk, (None, None)))
    JobApplication.objects.bulk_update(rows, ["heard_on"])


def moment_of(application: JobApplication, happened_on: date, recorded_at: datetime) -> datetime:
    """When it happened: what was recorded on its own day, then; else noon of that day in the person's zone."""
    user = application.user
    if user.local_day(recorded_at) == happened_on:
        return recorded_at
    return datetime.combine(happened_on, time(12), tzinfo=user.zone)


@transaction.atomic
def add_event(
    application: JobApplication,
    *,
    kind: str,
    happened_on: date,
    now: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
    contact: Contact | None = None,
) -> Event:
    """Writes down that something happened on that day of the person's calendar, with `contact` if it was with one."""
    lock(application)
    if contact:
        data = (data or {}) | {"contact_name": contact.name}
    event = write_event(application, kind=kind, happened_on=happened_on, now=now, note=note, data=data, contact=contact)
    if contact:
        keep_last_touch(contact)
    tell(application, now=now)
    return event


@transaction.atomic
def correct_event(event: Event, *, now: datetime, happened_on: date, note: str) -> Event:
    """Puts a corrected copy in the place of an event; what was first written stays.

    The day one applied, the day an outcome was decided and the day a letter was sent are also facts of their own, and
    follow.
    Raises `AlreadyCorrected`.
    """
    application = event.application
    lock(application)
    if Event.objects.filter(corrects=event).exists():
        raise AlreadyCorrected
    corrected = write_event(
        application, kind=event.kind, happened_on=happened_on, now=now, note=note, data=event.data, corrects=event
    )
    if event.contact:
        keep_last_touch(event.contact)
    follow(application, event, corrected, now=now)
    tell(application, now=now)
    return corrected


def follow(application: JobApplication, event: Event, corrected: Event, *, now: datetime) -> None:
    """The facts of their own that rest on the day of an event."""
    day = corrected.happened_on
    if event.kind == Event.Kind.APPLIED:
        application.applied_on = day
        application.save(update_fields=["applied_on", "updated_at"])
    elif event.kind == Event.Kind.LETTER_SENT:
        OwnLetter.objects.filter(event=event).update(event=corrected, sent_on=day)
        key = corrected.data.get("letter", "")
        letter_redated.send(sender=Event, event=corrected, letter_key=key, now=now)
    elif event.kind == Event.Kind.OUTCOME_RECORDED and is_about_the_outcome(corrected):
        Outcome.objects.filter(application=application).update(decided_on=day)


def is_about_the_outcome(event: Event) -> bool:
    """False for an older outcome that was reopened since."""
    outcomes = event.application.events.current().filter(kind=Event.Kind.OUTCOME_RECORDED)
    written = [other.data.get("recorded_at", "") for other in outcomes]
    return event.data.get("recorded_at", "") == max(written)
