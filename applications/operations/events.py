from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.models import Contact, Event, JobApplication, Outcome, OwnLetter
from applications.operations.touches import keep_last_touch
from applications.signals import application_changed, letter_redated


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
    """Sets `last_event_at` to the latest of the current events; never later than `now`."""
    current = application.events.current()
    latest_on = current.aggregate(day=Max("happened_on"))["day"]
    recorded = current.filter(happened_on=latest_on).values_list("recorded_at", flat=True)
    latest = max(moment_of(application, latest_on, recorded_at) for recorded_at in recorded)
    application.last_event_at = min(latest, now)
    application.save(update_fields=["last_event_at", "updated_at"])


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
