"""What was noted about a question by a slip: taken back with its line in the history, and all is as it was before."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from applications import operations as applications
from applications.models import Event, JobApplication
from recovery import queries
from recovery.models import FeedbackRequest, RecoveryStep
from recovery.operations.feedback import BEFORE, keep, request_of
from recovery.operations.lessons import forget_lesson_of_answer
from recovery.operations.telling import lock_with

State = FeedbackRequest.State
DAYS = {"later_on", "asked_on", "follow_up_on", "followed_up_on"}


@transaction.atomic
def feedback_not_asked(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """The question was not sent after all: the step that asks is open again, if it was before.

    One that was sent with a letter from elsewhere is taken back with that letter, not here.
    """
    lock_with(application)
    request = request_of(application, now=now)
    if event := queries.line_of_question(request):
        applications.take_back_event(event, now=now)
        stand_as_before(request, event.data[BEFORE], now=now)
    return request


@transaction.atomic
def feedback_not_followed_up(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """The follow-up was not sent after all: its line leaves the history, and the one follow-up is planned as before.

    One that was sent with a letter from elsewhere is taken back with that letter, not here.
    """
    lock_with(application)
    request = request_of(application, now=now)
    if event := queries.line_of_follow_up(request):
        applications.take_back_event(event, now=now)
        stand_as_before(request, event.data[BEFORE], now=now)
    return request


@transaction.atomic
def feedback_not_received(application: JobApplication, *, now: datetime) -> FeedbackRequest:
    """It was no answer after all: one is waited for as before. What was typed stays in its field, without a lesson."""
    lock_with(application)
    request = request_of(application, now=now)
    heard = application.events.current().filter(kind=Event.Kind.HEARD, data__has_key=BEFORE)
    event = heard.order_by("-pk").first()
    if request.state != State.RECEIVED or event is None:
        return request
    applications.take_back_event(event, now=now)
    forget_lesson_of_answer(application)
    return keep(request, now=now, state=event.data[BEFORE]["state"])


def stand_as_before(request: FeedbackRequest, before: Mapping[str, Any], *, now: datetime) -> None:
    rest = {name: value for name, value in before.items() if name != "steps"}
    for key, state in before.get("steps", {}).items():
        steps = RecoveryStep.objects.filter(pk=key, recovery__user=request.application.user)
        steps.filter(state=RecoveryStep.State.DONE).update(state=state, done_at=None)
    keep(request, now=now, **days_of(rest))


def days_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in DAYS and value else value for name, value in values.items()}
