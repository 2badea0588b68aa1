from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.models import Event, Interview, JobApplication
from applications.operations.applications import move
from applications.operations.events import lock, tell, write_event

Stage = JobApplication.Stage
# What a first conversation of this kind says about how far things got. Anything not named here is an interview.
STAGE_BY_KIND = {Interview.Kind.PHONE: Stage.SCREENING, Interview.Kind.TASK: Stage.ASSESSMENT}


@transaction.atomic
def schedule_interview(application: JobApplication, *, now: datetime, **fields: Any) -> Interview:
    """Arranges an interview, the next round if none is given.

    An open application that is behind moves forward with it: to *screening* for a phone call, to *assessment* for a
    task, to *interview* for all else. It never moves back, and *final round* and *offer* are only the person's to say.
    """
    lock(application)
    fields["round"] = fields.get("round") or next_round(application)
    interview = application.interviews.create(created_at=now, **fields)
    tell_the_history(interview, Event.Kind.INTERVIEW_SCHEDULED, now=now)
    stage = STAGE_BY_KIND.get(Interview.Kind(interview.kind), Stage.INTERVIEW)
    if application.is_open and Stage(application.stage).position < stage.position:
        move(application, stage, now=now)
    tell(application, now=now)
    return interview


def keep_last_interview(application: JobApplication) -> None:
    """Sets `last_interview_at` to the start of the last one that stands; lists by the next interview read it."""
    latest = application.interviews.standing().aggregate(latest=Max("starts_at"))["latest"]
    application.last_interview_at = latest
    application.save(update_fields=["last_interview_at"])


def next_round(application: JobApplication) -> int:
    highest = application.interviews.standing().aggregate(highest=Max("round"))["highest"] or 0
    return min(highest + 1, 30)


@transaction.atomic
def change_interview(interview: Interview, *, now: datetime, **changes: Any) -> Interview:
    """Changes facts of an interview. A new start stands in the history; the rest is a plain edit."""
    lock(interview.application)
    interview.refresh_from_db()
    before = interview.starts_at
    for name, value in changes.items():
        if name != "round" or value:
            setattr(interview, name, value)
    interview.save()
    if interview.starts_at != before:
        times = {"from": before.isoformat(), "to": interview.starts_at.isoformat()}
        tell_the_history(interview, Event.Kind.INTERVIEW_MOVED, now=now, **times)
    tell(interview.application, now=now)
    return interview


@transaction.atomic
def cancel_interview(interview: Interview, *, now: datetime) -> None:
    """Takes an interview out of what is ahead; it and its notes are kept. Cancelling twice changes nothing."""
    lock(interview.application)
    interview.refresh_from_db()
    if interview.is_cancelled:
        return
    interview.cancelled_at = now
    interview.save(update_fields=["cancelled_at"])
    tell_the_history(interview, Event.Kind.INTERVIEW_CANCELLED, now=now)
    tell(interview.application, now=now)


@transaction.atomic
def restore_interview(interview: Interview, *, now: datetime) -> None:
    """It takes place after all."""
    lock(interview.application)
    interview.refresh_from_db()
    if not interview.is_cancelled:
        return
    interview.cancelled_at = None
    interview.save(update_fields=["cancelled_at"])
    tell_the_history(interview, Event.Kind.INTERVIEW_SCHEDULED, now=now, again=True)
    tell(interview.application, now=now)


def tell_the_history(interview: Interview, kind: str, *, now: datetime, **data: Any) -> None:
    application = interview.application
    keep_last_interview(application)
    data |= {"interview": interview.pk, "kind": interview.kind, "round": interview.round}
    write_event(application, kind=kind, happened_on=application.user.local_day(now), now=now, data=data)
