from datetime import datetime

from django.db import transaction

from applications import operations as applications
from applications.models import Event
from recovery.models import RecoveryStep
from recovery.operations import feedback
from recovery.operations.telling import lock, tell
from recovery.sheet import Control, Sheet

# Letters that ask the one question, whichever step they are sent from.
QUESTION_LETTERS = ("feedback_after_", "offer_withdrawn_reason")


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
        data = {"letter": key} | ({"contact": contact} if contact else {})
        applications.add_event(application, kind=Event.Kind.LETTER_SENT, happened_on=today, data=data, now=now)
    tell(user, now=now)


def asks(step: RecoveryStep, letter_key: str) -> bool:
    return step.key == feedback.STEP or letter_key.startswith(QUESTION_LETTERS)


def contact_of(sheet: Sheet) -> int | None:
    told_by = sheet.get("told_by")
    return told_by.value["contact"] if told_by else None
