from datetime import datetime

from django.db import transaction

from applications.models import Event, Interview, JobApplication
from applications.operations.events import lock, tell, write_event
from applications.operations.interviews import keep_last_interview, keep_touches, note_change
from applications.operations.outcomes import AlreadyClosed

MOVES = [Event.Kind.MOVED, Event.Kind.APPLIED]


class MovedOn(Exception):
    """The move to take back is not the latest one any more."""


@transaction.atomic
def take_back_move(application: JobApplication, *, to: str, now: datetime) -> None:
    """Undoes the latest move, the one that came from the stage `to`: as if it had not been made.

    The stage is as before, and so is `applied_on` if that move set it. The history shows neither the move nor its
    undoing and counts neither as activity; both stay in its rows. An application that is back at that stage already is
    left as it is. Raises `AlreadyClosed`, and `MovedOn` where the latest move is another one.
    """
    lock(application)
    if application.stage == to:
        return
    if not application.is_open:
        raise AlreadyClosed
    latest = application.events.current().filter(kind__in=MOVES).order_by("-recorded_at", "-pk").first()
    if latest is None or (latest.data.get("from"), latest.data.get("to")) != (to, application.stage):
        raise MovedOn
    application.stage = to
    if latest.kind == Event.Kind.APPLIED:
        application.applied_on = None
    application.save(update_fields=["stage", "applied_on", "updated_at"])
    steps = {"from": latest.data["to"], "to": to, Event.TAKEN_BACK: True}
    today = application.user.local_day(now)
    write_event(application, kind=Event.Kind.MOVED, happened_on=today, now=now, data=steps, corrects=latest)
    tell(application, now=now)


@transaction.atomic
def take_back_event(event: Event, *, now: datetime) -> None:
    """Undoes that something was just noted, as if it had never been: it neither shows nor counts as activity.

    One that was corrected or taken back meanwhile is left as it is.
    """
    application = event.application
    lock(application)
    if not application.events.current().filter(pk=event.pk).exists():
        return
    today, data = application.user.local_day(now), event.data | {Event.TAKEN_BACK: True}
    write_event(application, kind=event.kind, happened_on=today, now=now, data=data, corrects=event)
    tell(application, now=now)


@transaction.atomic
def take_back_cancelling(interview: Interview, *, now: datetime) -> None:
    """Undoes that it was cancelled, as if it had never been said; `restore_interview` is for one that is on again.

    The history shows neither and counts neither as activity or as news. One that stands is left as it is.
    """
    application = interview.application
    lock(application)
    interview.refresh_from_db()
    if not interview.is_cancelled:
        return
    interview.cancelled_at = None
    note_change(interview, now=now)
    interview.save(update_fields=["cancelled_at", "revision", "changed_at"])
    keep_last_interview(application)
    keep_touches(interview)
    cancelled = application.events.current().filter(kind=Event.Kind.INTERVIEW_CANCELLED, data__interview=interview.pk)
    event = cancelled.order_by("-recorded_at", "-pk").first()
    if event:
        today, data = application.user.local_day(now), event.data | {Event.TAKEN_BACK: True}
        write_event(application, kind=event.kind, happened_on=today, now=now, data=data, corrects=event)
    tell(application, now=now)
