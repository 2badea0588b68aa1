"""One question to one employer: wanted, put off or not; asked; followed up once; answered or left to rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from applications import operations as applications
from applications.days import add_business_days
from applications.models import Event, JobApplication
from recovery.models import FeedbackRequest, RecoveryStep
from recovery.operations.lessons import forget_lesson_of_answer, keep_lesson_of_answer
from recovery.operations.telling import lock, lock_with, tell

if TYPE_CHECKING:
    from recovery.sheet import Sheet

STEP = "ask_for_feedback"
LATER_DAYS = 2
FOLLOW_UP_BUSINESS_DAYS = 6
CODES_AT_MOST = 2
State = FeedbackRequest.State
# What may still be decided before anything was sent.
UNSENT = [State.UNDECIDED, State.LATER, State.DECLINED_BY_ME, State.WANTED]
# How it stands, or ends, while no answer is there.
UNANSWERED = [State.ASKED, State.REFUSED, State.NO_ANSWER]
BEFORE = FeedbackRequest.BEFORE
ASKING = ["state", "later_on", "asked_on", "follow_up_on", "letter_key"]
FOLLOWING_UP = ["followed_up_on"]


def request_of(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    lock(application.user)
    return FeedbackRequest.objects.get_or_create(application=application, defaults={"updated_at": now})[0]


def keep(request: FeedbackRequest, *, now: datetime, **changes: Any) -> FeedbackRequest:
    for name, value in changes.items():
        setattr(request, name, value)
    request.updated_at = now
    request.save()
    tell(request.application.user, now=now)
    return request


@transaction.atomic
def feedback_want(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """The person wants to ask. Changes nothing once the question is sent."""
    request = request_of(application, now=now)
    return keep(request, now=now, state=State.WANTED, later_on=None) if request.state in UNSENT else request


@transaction.atomic
def feedback_later(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """*In two days*: the step opens again then, in the person's calendar."""
    request = request_of(application, now=now)
    if request.state not in UNSENT:
        return request
    later_on = application.user.local_day(now) + timedelta(days=LATER_DAYS)
    open_steps(application).update(opens_on=later_on)
    return keep(request, now=now, state=State.LATER, later_on=later_on)


@transaction.atomic
def feedback_decline(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """The person would rather not ask."""
    request = request_of(application, now=now)
    return keep(request, now=now, state=State.DECLINED_BY_ME, later_on=None) if request.state in UNSENT else request


@transaction.atomic
def feedback_asked(
    application: JobApplication,
    *,
    asked_on: date,
    now: datetime,
    follow_up_on: date | None = None,
    question: str = "",
    letter_key: str = "",
    is_told: bool = False,
) -> FeedbackRequest:
    """The question was sent on that day. One follow-up is planned six business days later, if no day is given.

    Asking is what the step is for: if it is still open, it is done. `is_told`: the history says so already, as it does
    where the same is said again.
    """
    lock_with(application)
    request = request_of(application, now=now)
    is_known = request.state not in UNSENT and request.asked_on == asked_on and letter_key in ("", request.letter_key)
    if not (is_told or is_known):
        event = write_history(application, happened_on=asked_on, letter_key=letter_key or request.letter_key, now=now)
        note_before(event, ASKING, now=now)
    changes: dict[str, Any] = {"asked_on": asked_on, "later_on": None}
    if request.state in UNSENT:
        changes["state"] = State.ASKED
    changes["follow_up_on"] = (
        follow_up_on or request.follow_up_on or add_business_days(asked_on, FOLLOW_UP_BUSINESS_DAYS)
    )
    changes |= {name: value for name, value in {"question": question, "letter_key": letter_key}.items() if value}
    open_steps(application).update(state=RecoveryStep.State.DONE, done_at=now)
    return keep(request, now=now, **changes)


@transaction.atomic
def feedback_followed_up(
    application: JobApplication, *, now: datetime, followed_up_on: date | None = None, is_told: bool = False
) -> FeedbackRequest:
    """The one follow-up was sent, today if no day is given. After it the app stops asking. `is_told` as above."""
    lock_with(application)
    day = followed_up_on or application.user.local_day(now)
    request = request_of(application, now=now)
    if request.followed_up_on is None and not is_told:
        event = write_history(application, happened_on=day, letter_key="", now=now)
        note_before(event, FOLLOWING_UP, now=now)
    return keep(request, now=now, followed_up_on=request.followed_up_on or day)


@transaction.atomic
def feedback_received(
    application: JobApplication,
    *,
    answer: str,
    codes: list[str],
    now: datetime,
    next_time: str = "",
    is_worrying: bool = False,
    keep_lesson: bool = False,
) -> FeedbackRequest:
    """An answer came: its words (private), at most two reasons from the list, and a line for next time (private).

    With `keep_lesson` that line goes on as a lesson, plain; without it none is kept out of this answer.
    """
    lock_with(application)
    if keep_lesson and next_time.strip():
        keep_lesson_of_answer(application, text=next_time, now=now)
    else:
        forget_lesson_of_answer(application)
    request = request_of(application, now=now)
    if request.state != State.RECEIVED:
        today, data = application.user.local_day(now), {BEFORE: {"state": request.state}}
        applications.add_event(application, kind=Event.Kind.HEARD, happened_on=today, now=now, data=data)
    codes = codes[:CODES_AT_MOST]
    said = {"answer": answer, "codes": codes, "next_time": next_time, "is_worrying": is_worrying}
    return keep(request, now=now, state=State.RECEIVED, **said)


@transaction.atomic
def feedback_refused(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """They prefer not to say."""
    return end_as(State.REFUSED, application, now=now)


@transaction.atomic
def feedback_rest(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """No answer came, and none is waited for any more."""
    return end_as(State.NO_ANSWER, application, now=now)


@transaction.atomic
def feedback_wait(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """Its end without an answer was none: it is waited for as before."""
    return end_as(State.ASKED, application, now=now)


def end_as(state: str, application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """Changes nothing before the question is sent, or where an answer is there: from another window, perhaps."""
    request = request_of(application, now=now)
    return keep(request, now=now, state=state) if request.state in UNANSWERED else request


def take_from_step(sheet: Sheet, values: Mapping[str, Any], *, now: datetime) -> None:
    """What the person said in the step `ask_for_feedback`, kept with the request too."""
    if sheet.application is None:
        return
    gate = sheet.get("want_it")
    if gate is not None and values.get("want_it"):
        choices = gate.prompt["options"]["choices"]
        decide = [feedback_want, feedback_later, feedback_decline][min(choices.index(values["want_it"]), 2)]
        decide(sheet.application, now=now)
    changes: dict[str, Any] = {}
    if values.get("one_question"):
        changes["question"] = values["one_question"]
    if values.get("follow_up_on"):
        changes["follow_up_on"] = values["follow_up_on"]
    if values.get("letter") and values["letter"]["letter"]:
        changes["letter_key"] = values["letter"]["letter"]
    if changes:
        keep(request_of(sheet.application, now=now), now=now, **changes)


def open_steps(application: JobApplication) -> Any:
    """The step of this application's own recovery that asks for feedback, while nothing is decided about it."""
    return RecoveryStep.objects.filter(
        key=STEP,
        recovery__entries__application=application,
        recovery__entries__began_it=True,
        state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED],
    )


def write_history(application: JobApplication, *, happened_on: date, letter_key: str, now: datetime) -> Event:
    return applications.add_event(
        application,
        kind=Event.Kind.LETTER_SENT,
        happened_on=happened_on,
        now=now,
        data={"letter": letter_key} if letter_key else {},
    )


def note_before(event: Event, names: list[str], *, now: datetime) -> None:
    request = request_of(event.application, now=now)
    before: dict[str, Any] = {name: getattr(request, name) for name in names}
    before = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    steps = open_steps(event.application).values_list("pk", "state") if names is ASKING else []
    event.data = event.data | {BEFORE: before | {"steps": {str(key): state for key, state in steps}}}
    event.save(update_fields=["data"])
