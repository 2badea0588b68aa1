from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from applications.models import Contact, Debrief, Event, Interview, JobApplication
from applications.models.interview import CONVERSATIONS
from applications.operations.applications import move
from applications.operations.events import lock, tell, write_event
from applications.operations.searching import keep_search_text
from applications.operations.touches import keep_last_touch

Stage = JobApplication.Stage
# What a first conversation of this kind says about how far things got. Anything not named here is an interview.
STAGE_BY_KIND = {Interview.Kind.PHONE: Stage.SCREENING, Interview.Kind.TASK: Stage.ASSESSMENT}
# What stands in a calendar. Whoever subscribes hears of a change by a higher `revision`.
IN_CALENDARS = ["kind", "round", "starts_at", "duration_minutes", "location", "people", "topic"]


class AlreadyArranged(Exception):
    """One of that kind at that very moment stands already, as when a form is sent twice."""


@transaction.atomic
def schedule_interview(
    application: JobApplication, *, now: datetime, is_repeatable: bool = True, **fields: Any
) -> Interview:
    """Arranges an interview, the next round if none is given. `contacts` are met there, and belong to the application.

    An open application that is behind moves forward with it: to *screening* for a phone call, to *assessment* for a
    task, to *interview* for all else. It never moves back, and *final round* and *offer* are only the person's to say.
    Raises `AlreadyArranged` if it is not `is_repeatable`.
    """
    lock(application)
    contacts = fields.pop("contacts", [])
    fields["round"] = fields.get("round") or next_round(application)
    if not is_repeatable and is_arranged(application, **fields):
        raise AlreadyArranged
    interview = application.interviews.create(created_at=now, changed_at=now, **fields)
    meet(interview, contacts)
    tell_the_history(interview, Event.Kind.INTERVIEW_SCHEDULED, now=now)
    stage = STAGE_BY_KIND.get(Interview.Kind(interview.kind), Stage.INTERVIEW)
    if application.is_open and Stage(application.stage).position < stage.position:
        move(application, stage, now=now)
    tell(application, now=now)
    return interview


def is_arranged(application: JobApplication, **fields: Any) -> bool:
    same = {name: fields[name] for name in ("kind", "starts_at") if name in fields}
    return application.interviews.standing().filter(**same).exists()


def meet(interview: Interview, contacts: Iterable[Contact]) -> bool:
    """Says who is met there; they belong to the application from then on. Answers whether that is something new."""
    wanted = list(contacts)
    before = set(interview.contacts.all())
    interview.contacts.set(wanted)
    if set(wanted) - before:
        interview.application.contacts.add(*wanted)
        keep_search_text(interview.application)
    return set(wanted) != before


def keep_last_interview(application: JobApplication) -> None:
    """Sets `last_interview_at` to the start of the last one that stands, which lists by the next interview read, and
    `talked_on` to the person's day of the first that is a talk.
    """
    is_talk = Q(kind__in=CONVERSATIONS)
    days = application.interviews.standing().aggregate(last=Max("starts_at"), first=Min("starts_at", filter=is_talk))
    application.last_interview_at = days["last"]
    application.talked_on = application.user.local_day(days["first"]) if days["first"] else None
    application.save(update_fields=["last_interview_at", "talked_on"])


def next_round(application: JobApplication) -> int:
    highest = application.interviews.standing().aggregate(highest=Max("round"))["highest"] or 0
    return min(highest + 1, 30)


@transaction.atomic
def change_interview(interview: Interview, *, now: datetime, **changes: Any) -> Interview:
    """Changes facts of an interview. A new start stands in the history with the old one; the rest is a plain edit."""
    lock(interview.application)
    interview.refresh_from_db()
    before = {name: getattr(interview, name) for name in IN_CALENDARS}
    contacts, met = changes.pop("contacts", None), list(interview.contacts.all())
    for name, value in changes.items():
        if name != "round" or value:
            setattr(interview, name, value)
    is_new = contacts is not None and meet(interview, contacts)
    if is_new or any(getattr(interview, name) != value for name, value in before.items()):
        note_change(interview, now=now)
    interview.save()
    keep_last_interview(interview.application)
    if interview.starts_at != before["starts_at"]:
        times = {"from": before["starts_at"].isoformat(), "to": interview.starts_at.isoformat()}
        tell_the_history(interview, Event.Kind.INTERVIEW_MOVED, now=now, **times)
    keep_touches(interview, *met)
    tell(interview.application, now=now)
    return interview


def keep_touches(interview: Interview, *earlier: Contact) -> None:
    """After a change: once it has a debrief, it counts as a touch with whom one met, and not with `earlier` ones."""
    if Debrief.objects.filter(interview=interview).exists():
        keep_last_touch(*{*earlier, *interview.contacts.all()})


def note_change(interview: Interview, *, now: datetime) -> None:
    """Calendars take over what has a higher revision. For operations, which save it."""
    interview.revision += 1
    interview.changed_at = max(now, interview.changed_at)


@transaction.atomic
def cancel_interview(interview: Interview, *, now: datetime) -> None:
    """Takes an interview out of what is ahead; it and its notes are kept. Cancelling twice changes nothing."""
    lock(interview.application)
    interview.refresh_from_db()
    if interview.is_cancelled:
        return
    interview.cancelled_at = now
    note_change(interview, now=now)
    interview.save(update_fields=["cancelled_at", "revision", "changed_at"])
    times = {"from": interview.starts_at.isoformat()}
    tell_the_history(interview, Event.Kind.INTERVIEW_CANCELLED, now=now, **times)
    keep_touches(interview)
    tell(interview.application, now=now)


@transaction.atomic
def restore_interview(interview: Interview, *, now: datetime) -> None:
    """It takes place after all."""
    lock(interview.application)
    interview.refresh_from_db()
    if not interview.is_cancelled:
        return
    interview.cancelled_at = None
    note_change(interview, now=now)
    interview.save(update_fields=["cancelled_at", "revision", "changed_at"])
    times = {"to": interview.starts_at.isoformat()}
    tell_the_history(interview, Event.Kind.INTERVIEW_SCHEDULED, now=now, again=True, **times)
    keep_touches(interview)
    tell(interview.application, now=now)


def tell_the_history(interview: Interview, kind: str, *, now: datetime, **data: Any) -> None:
    application = interview.application
    keep_last_interview(application)
    data |= {"interview": interview.pk, "kind": interview.kind, "round": interview.round}
    write_event(application, kind=kind, happened_on=application.user.local_day(now), now=now, data=data)
