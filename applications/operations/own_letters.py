from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from applications.models import Contact, Event, OwnLetter
from applications.operations.events import lock, tell, write_event
from applications.operations.touches import keep_last_touch
from applications.signals import letter_sent, letter_unsent

TYPED = ("contact", "subject", "text")


class Kept(Exception):
    """Other words stand there. `kept` is what they stand in."""

    def __init__(self, kept: OwnLetter) -> None:
        super().__init__()
        self.kept = kept


class AlreadySent(Kept):
    """It was sent: what stands there is what somebody has read."""


class LetterChanged(Kept):
    """Another window has kept other words in this draft since it was opened here."""


@transaction.atomic
def keep_letter(user: User, *, form_key: UUID, now: datetime, seen: str | None = None, **fields: Any) -> OwnLetter:
    """Keeps a draft. The same form sent again changes that draft. `seen` and what is raised as with `change_letter`."""
    letter = user.own_letters.filter(form_key=form_key).first()
    if letter is None:
        try:
            with transaction.atomic():
                return user.own_letters.create(form_key=form_key, created_at=now, updated_at=now, **fields)
        except IntegrityError:
            letter = user.own_letters.get(form_key=form_key)  # the other one of two clicks made it
    return change_letter(letter, now=now, seen=seen, **fields)


@transaction.atomic
def change_letter(letter: OwnLetter, *, now: datetime, seen: str | None = None, **changes: Any) -> OwnLetter:
    """Keeps what was typed into a draft. `seen` is the `updated_at` that was read before, "" for a letter that was not
    kept yet, None where nobody says.

    Raises `AlreadySent`, and `LetterChanged` when other words stand there than those that were seen. Words that stand
    there already are no conflict.
    """
    letter = take(letter)
    if not differs(letter, changes):
        return letter
    if letter.is_sent:
        raise AlreadySent(letter)
    if seen is not None and seen not in seen_now(letter):
        raise LetterChanged(letter)
    for name, value in changes.items():
        setattr(letter, name, value)
    letter.updated_at = now
    letter.save()
    return letter


def differs(letter: OwnLetter, changes: dict[str, Any]) -> bool:
    return any(getattr(letter, name) != changes[name] for name in TYPED if name in changes)


def seen_now(letter: OwnLetter) -> set[str]:
    """A draft that has not changed since its form made it is that form's own: the Back button brings it unkept."""
    is_first = letter.updated_at == letter.created_at
    return {letter.updated_at.isoformat(), *([""] if is_first else [])}


def take(letter: OwnLetter) -> OwnLetter:
    """As it is now, and until the transaction ends nobody else's to change; its application before it."""
    if letter.application:
        lock(letter.application)
    return letter.user.own_letters.select_for_update(of=("self",)).get(pk=letter.pk)


@transaction.atomic
def mark_letter_sent(letter: OwnLetter, *, sent_on: date, now: datetime) -> OwnLetter:
    """The person sent it themselves, on that day. It stands in the history of its application, and with its contact.

    The quiet days after which to follow up begin anew. Twice changes nothing.
    """
    letter = take(letter)
    if letter.is_sent:
        return letter
    letter.sent_on = sent_on
    if letter.application:
        letter.event = write_sending(letter, sent_on, now=now)
    letter.updated_at = now
    letter.save()
    touch(letter.contact)
    if letter.event and letter.application:
        letter_sent.send(sender=Event, event=letter.event, letter_key=letter.key, now=now)
        tell(letter.application, now=now)
    return letter


def write_sending(letter: OwnLetter, sent_on: date, *, now: datetime) -> Event:
    application = letter.application
    assert application is not None  # noqa: S101 - for the type checker
    lock(application)
    data = {"letter": letter.key, "title": letter.title, "contact_name": letter.contact.name if letter.contact else ""}
    data = {name: value for name, value in data.items() if value}
    return write_event(
        application, kind=Event.Kind.LETTER_SENT, happened_on=sent_on, now=now, data=data, contact=letter.contact
    )


@transaction.atomic
def take_back_sending(letter: OwnLetter, *, now: datetime) -> OwnLetter:
    """It was not sent after all, and is a draft again. The history shows neither, and counts neither as activity."""
    letter = take(letter)
    event, application = letter.event, letter.application
    letter.sent_on, letter.event = None, None
    letter.save()
    if event and application:
        lock(application)
        today, data = application.user.local_day(now), event.data | {Event.TAKEN_BACK: True}
        write_event(application, kind=event.kind, happened_on=today, now=now, data=data, corrects=event)
    touch(letter.contact)
    if event and application:
        letter_unsent.send(sender=Event, event=event, letter_key=letter.key, now=now)
        tell(application, now=now)
    return letter


@transaction.atomic
def delete_letter(letter: OwnLetter) -> None:
    """Forgets its text. That it was sent stays in the history of its application, if it was."""
    contact = letter.contact
    letter.delete()
    touch(contact)


def touch(contact: Contact | None) -> None:
    if contact:
        keep_last_touch(contact)
