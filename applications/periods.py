"""Which part of a person's search a question is about.

What belongs to a period that is not the current one is folded away from list and board. That is a matter of sight
alone: an open application in an old period still counts, is written about, and its interviews still take place.
"""

from django.db.models import Q, prefetch_related_objects

from accounts.models import User
from applications.models import SearchPeriod
from applications.models.application import JobApplicationQuerySet

ALL, NONE = "all", "none"


def periods_of(user: User) -> list[SearchPeriod]:
    """The current one first, then the latest; asked once for each request."""
    prefetch_related_objects([user], "periods")
    return list(user.periods.all())


def current_period(user: User) -> SearchPeriod | None:
    return user.periods.filter(is_current=True).first()


def known(user: User, period: str) -> str:
    """A word of an address, where it says which of the person's periods is meant; else none."""
    return period if period in {ALL, NONE, *(str(one.pk) for one in periods_of(user))} else ""


def within(applications: JobApplicationQuerySet, user: User, period: str = "") -> JobApplicationQuerySet:
    """Of the person's applications those of one period (its key), of `ALL`, or of `NONE`.

    Without a word: those of the current period and those in none. Who never made a period has all of them.
    """
    periods = periods_of(user)
    if not periods or period == ALL:
        return applications
    if period == NONE:
        return applications.filter(period=None)
    if period:
        return applications.filter(period=int(period))
    current = next((one.pk for one in periods if one.is_current), None)
    return applications.filter(Q(period=None) | Q(period=current) if current else Q(period=None))
