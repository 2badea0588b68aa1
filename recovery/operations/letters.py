from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.vocabulary import Input
from applications import operations as applications
from applications.models import Contact, Event
from recovery.models import Answer, FeedbackRequest, RecoveryStep
from recovery.operations import feedback
from recovery.operations.telling import lock, tell
from recovery.sheet import Control, Sheet

# Letters that ask the one question, whichever step they are sent from.
QUESTION_LETTERS = ("feedback_after_", "offer_withdrawn_reason")
FOLLOW_UP_LETTER = "feedback_follow_up"


@transaction.atomic
def mark_sent(sheet: Sheet, control: Control, *, now: datetime) -> None:
    """The person sent this letter today. The app itself sends nothing.

    A letter that asks the question counts as asked. In the step that only asks, that is the step done.
    """
    user, application = sheet.user, sheet.application
    lock(user)
    key = control.value["letter"] or ""
    today = user.local_day(now)
    if application and asks(sheet.step, key):
        feedback.feedback_asked(application, asked_on=today, letter_key=key, now=now)
    elif application:
        contact = contact_of(sheet)
        sent: dict[str, Any] = {"kind": Event.Kind.LETTER_SENT, "happened_on": today, "data": {"letter": key}}
        applications.add_event(application, contact=contact, now=now, **sent)
    tell(user, now=now)


def asks(step: RecoveryStep, letter_key: str) -> bool:
    return step.key == feedback.STEP or letter_key.startswith(QUESTION_LETTERS)


def contact_of(sheet: Sheet) -> Contact | None:
    """Who told them, where that is one of their contacts."""
    told_by = sheet.get("told_by")
    return sheet.user.contacts.filter(pk=told_by.value["contact"]).first() if told_by else None


@transaction.atomic
def hear_of_letter(event: Event, *, letter_key: str, now: datetime) -> None:
    """The person sent one of the letters about feedback from elsewhere; its history tells of it already."""
    if letter_key.startswith(QUESTION_LETTERS):
        feedback.feedback_asked(
            event.application, asked_on=event.happened_on, letter_key=letter_key, is_told=True, now=now
        )
    elif letter_key == FOLLOW_UP_LETTER:
        feedback.feedback_followed_up(event.application, followed_up_on=event.happened_on, is_told=True, now=now)


@transaction.atomic
def unhear_of_letter(event: Event, *, letter_key: str, now: datetime) -> None:
    """It was not sent after all: what rested on that day alone is open again."""
    request = FeedbackRequest.objects.filter(application=event.application).first()
    if request is None or request.state != FeedbackRequest.State.ASKED:
        return
    if letter_key.startswith(QUESTION_LETTERS) and request.letter_key == letter_key:
        feedback.keep(request, now=now, state=FeedbackRequest.State.WANTED, asked_on=None, follow_up_on=None)
    elif letter_key == FOLLOW_UP_LETTER:
        feedback.keep(request, now=now, followed_up_on=None)


def point_answers_at(user: User, *, contact: int, was: int) -> list[int]:
    """Answers that name the contact `was` name `contact` from now on. Returns the keys of those answers."""
    named = [
        answer
        for answer in Answer.objects.filter(step__recovery__user=user, plain=was).select_related("step")
        if asks_for_a_contact(answer)
    ]
    keys = [answer.pk for answer in named]
    Answer.objects.filter(pk__in=keys).update(plain=contact)
    return keys


def asks_for_a_contact(answer: Answer) -> bool:
    kinds = {prompt["key"]: prompt["input"] for prompt in answer.step.snapshot.get("prompts", [])}
    return kinds.get(answer.prompt_key) in (Input.CONTACT, Input.CONTACT_AND_TITLES)


def point_answers_back(user: User, *, keys: list[int], contact: int) -> None:
    """Takes that back."""
    Answer.objects.filter(step__recovery__user=user, pk__in=keys).update(plain=contact)
