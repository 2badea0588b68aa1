from datetime import datetime

from django.db import transaction

from applications.models import Event
from applications.operations.events import keep_last_event, lock, tell
from applications.operations.touches import keep_last_touch


class NotANote(Exception):
    """What happened cannot be deleted, only corrected."""


@transaction.atomic
def remove_note(event: Event, *, now: datetime) -> None:
    """Takes a note of the person's own out of the history; for `TRASH_DAYS` it can be restored. Raises `NotANote`."""
    if event.kind != Event.Kind.NOTE:
        raise NotANote
    set_removed(event, now, now=now)


@transaction.atomic
def restore_note(event: Event, *, now: datetime) -> None:
    """Brings a deleted note back, on its own day."""
    set_removed(event, None, now=now)


def set_removed(event: Event, moment: datetime | None, *, now: datetime) -> None:
    application = event.application
    lock(application)
    event.removed_at = moment
    event.save(update_fields=["removed_at"])
    keep_last_event(application, now=now)
    if event.contact:
        keep_last_touch(event.contact)
    tell(application, now=now)
