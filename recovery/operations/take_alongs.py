from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import periods
from recovery.models import TakeAlong
from recovery.operations.telling import lock


@transaction.atomic
def start_take_along(user: User, *, now: datetime) -> TakeAlong:
    """The page of the current period, or of a search without periods: the one that is there, else an empty one."""
    lock(user)
    period = periods.current_period(user)
    page = user.take_alongs.filter(period=period).first()
    return page or user.take_alongs.create(period=period, created_at=now, updated_at=now)


class TakeAlongWrittenMeanwhile(Exception):
    """Another window has saved other words since these were opened: they stand on the page that was given."""


@transaction.atomic
def write_take_along(page: TakeAlong, *, text: str, now: datetime, seen: str | None = None) -> None:
    """Keeps the words as they are, encrypted. `seen` is the `updated_at` that was read before.

    Raises `TakeAlongWrittenMeanwhile` when other words stand there than those that were seen.
    """
    lock(page.user)
    page.refresh_from_db()
    if seen is not None and seen != page.updated_at.isoformat() and page.text not in ("", text):
        raise TakeAlongWrittenMeanwhile
    page.text, page.updated_at = text, now
    page.save(update_fields=["text", "updated_at"])


def delete_take_along(page: TakeAlong) -> None:
    """The words go for good."""
    page.delete()
