from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.vocabulary import Input
from applications import operations as applications
from applications.days import add_business_days
from applications.models import Event, JobApplication
from recovery.controls import Control
from recovery.letters import ADDRESSEES, KNOWN_THROUGH_IT, QUESTION_LETTERS, Addressee
from recovery.models import Answer, FeedbackRequest, RecoveryStep
from recovery.operations import feedback, slips
from recovery.operations.steps import keep
from recovery.operations.telling import lock, tell
from recovery.sheet import Sheet

FOLLOW_UP_LETTER = "feedback_follow_up"
State = FeedbackRequest.State
# For letters whose line says nothing of it.
BEFORE_UNKNOWN = {"state": State.WANTED, "asked_on": None, "follow_up_on": None}


@transaction.atomic
def mark_sent(sheet: Sheet, control: Control, *, now: datetime) -> bool:
    """The person sent this letter today. The app itself sends nothing. Answers whether that asks the question.

    A letter that asks the question counts as asked. In the step that only asks, that is the step done. One to somebody
    who has nothing to do with the application is noted with them only, as far as they are a contact.
    """
    user, application = sheet.user, sheet.application
    key = control.value["letter"] or ""
    today = user.local_day(now)
    to = whom(sheet, control)
    is_question = application is not None and asks(sheet.step, key)
    if application and is_question:
        feedback.feedback_asked(application, asked_on=today, letter_key=key, now=now)
    elif is_to_the_circle(sheet):
        if to.contact:
            applications.note_touch(to.contact, on=today)
    elif application:
        write_once(application, to, letter_key=key, today=today, now=now)
    lock(user)
    note_sent_to(sheet, control, now=now)
    tell(user, now=now)
    return is_question


def is_to_the_circle(sheet: Sheet) -> bool:
    """Whether the letters of this step go to people beside the application, whoever is named by now."""
    asked = {control.key for control in sheet.all_controls} & set(ADDRESSEES)
    return bool(asked) and KNOWN_THROUGH_IT not in asked


def write_once(application: JobApplication, to: Addressee, *, letter_key: str, today: date, now: datetime) -> None:
    """One line for one letter to one person on one day: said again, in a second window perhaps, it changes nothing."""
    applications.lock(application)
    data = {"letter": letter_key, "named_by": to.prompt}
    same = application.events.current().filter(kind=Event.Kind.LETTER_SENT, happened_on=today, contact=to.contact)
    if not any(data.items() <= event.data.items() for event in same):
        sent: dict[str, Any] = {"kind": Event.Kind.LETTER_SENT, "happened_on": today, "data": data}
        applications.add_event(application, contact=to.contact, now=now, **sent)


def note_sent_to(sheet: Sheet, control: Control, *, now: datetime) -> None:
    """Where several people are named: the next letter begins afresh."""
    if to := control.value["to"]:
        control.value["sent_to"] = list(dict.fromkeys([*control.value["sent_to"], to]))
        keep(sheet.step, control, now=now)


def asks(step: RecoveryStep, letter_key: str) -> bool:
    return step.key == feedback.STEP or letter_key.startswith(QUESTION_LETTERS)


def whom(sheet: Sheet, control: Control) -> Addressee:
    """Who it went to, as far as the person named anybody."""
    named = sheet.addressees
    return next((one for one in named if one.prompt == control.value["to"]), named[0] if named else Addressee())


@transaction.atomic
def hear_of_letter(event: Event, *, letter_key: str, now: datetime) -> None:
    """The person sent one of the letters about feedback from elsewhere; its history tells of it already.

    How everything stood before is kept with that line of the history, should the letter not have been sent after all.
    """
    application, day = event.application, event.happened_on
    if letter_key.startswith(QUESTION_LETTERS):
        feedback.note_before(event, feedback.ASKING, now=now)
        feedback.feedback_asked(application, asked_on=day, letter_key=letter_key, is_told=True, now=now)
    elif letter_key == FOLLOW_UP_LETTER:
        feedback.note_before(event, feedback.FOLLOWING_UP, now=now)
        feedback.feedback_followed_up(application, followed_up_on=day, is_told=True, now=now)


@transaction.atomic
def unhear_of_letter(event: Event, *, letter_key: str, now: datetime) -> None:
    """It was not sent after all: everything is as it was before, unless it has gone on since."""
    lock(event.application.user)
    request = FeedbackRequest.objects.filter(application=event.application).first()
    if request is None:
        return
    before = dict(event.data.get(feedback.BEFORE, BEFORE_UNKNOWN))
    if letter_key == FOLLOW_UP_LETTER:
        feedback.keep(request, now=now, **slips.days_of({"followed_up_on": before.get("followed_up_on")}))
    elif letter_key.startswith(QUESTION_LETTERS) and rests_on(request, event, letter_key, before.get("state", "")):
        slips.stand_as_before(request, before, now=now)


def rests_on(request: FeedbackRequest, event: Event, letter_key: str, was: str) -> bool:
    """Whether it still stands as this letter left it: an answer that was there before stays there."""
    state = State.ASKED if was in feedback.UNSENT else was
    return (request.state, request.letter_key, request.asked_on) == (state, letter_key, event.happened_on)


@transaction.atomic
def redate_letter(event: Event, *, letter_key: str, now: datetime) -> None:
    """The day it was sent was another one: `event` is the corrected line. A follow-up that was planned by counting
    business days from it moves along; a day of the person's own choice stays.
    """
    lock(event.application.user)
    request = FeedbackRequest.objects.filter(application=event.application).first()
    if request is None or event.corrects is None:
        return
    was, day = event.corrects.happened_on, event.happened_on
    if letter_key == request.letter_key and request.asked_on == was:
        planned = add_business_days(was, feedback.FOLLOW_UP_BUSINESS_DAYS)
        moved = request.follow_up_on == planned and request.followed_up_on is None
        changes = {"follow_up_on": add_business_days(day, feedback.FOLLOW_UP_BUSINESS_DAYS)} if moved else {}
        feedback.keep(request, now=now, asked_on=day, **changes)
    elif letter_key in ("", FOLLOW_UP_LETTER) and request.followed_up_on == was:
        feedback.keep(request, now=now, followed_up_on=day)


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
