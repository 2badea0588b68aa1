import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import CalendarFeed
from applications.models.calendar import hash_of

TOKEN_BYTES = 32


@transaction.atomic
def make_calendar_address(user: User, *, now: datetime) -> CalendarFeed:
    """Gives the person's calendar a new private address. One that was there leads nowhere from now on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = {"token": token, "token_hash": hash_of(token), "made_at": now}
    feed, _ = CalendarFeed.objects.update_or_create(user=user, defaults=fresh)
    return feed


def revoke_calendar_address(user: User) -> None:
    """Closes the calendar for everybody who has its address."""
    CalendarFeed.objects.filter(user=user).delete()
