"""What may be known of moods: how today is, whether it is very low, and when the app points to people who can help.

No screening, no score, and no conclusion from a single day (docs/adr/0010).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from accounts.models import User
from advice.vocabulary import Mood
from recovery.models import CheckIn

LOW = {Mood.VERY_LOW, Mood.LOW}
LOOKED_AT = 5
LOW_OF_THEM = 4
SPAN = timedelta(days=14)


def is_low_stretch(checkins: Sequence[tuple[date, str]]) -> bool:
    """Days and moods, the latest first: *very low* twice in a row, or low on four of the last five over two weeks.

    A rule of thumb of ours, not a test of anybody. Two weeks: how long the NHS says to wait before seeing a doctor.
    """
    looked_at = checkins[:LOOKED_AT]
    moods = [mood for _day, mood in looked_at]
    if moods[:2] == [Mood.VERY_LOW, Mood.VERY_LOW]:
        return True
    return sum(mood in LOW for mood in moods) >= LOW_OF_THEM and looked_at[0][0] - looked_at[-1][0] >= SPAN


def latest(user: User, *, by: date | None = None) -> list[tuple[date, str]]:
    """Days and moods of as many check-ins as the rule looks at, the latest first; `by`: as it was on that day."""
    found = user.checkins.all()
    if by:
        found = found.filter(made_at__lt=datetime.combine(by + timedelta(days=1), time.min, tzinfo=user.zone))
    return [(user.local_day(checkin.made_at), checkin.mood) for checkin in found[:LOOKED_AT]]


def of_day(user: User, day: date) -> CheckIn | None:
    """The check-in of this day of the person's."""
    start = datetime.combine(day, time.min, tzinfo=user.zone)
    return user.checkins.filter(made_at__gte=start, made_at__lt=start + timedelta(days=1)).first()


def of_late(ids: list[int], now: datetime) -> QuerySet[CheckIn]:
    """Check-ins that may be of today, in whatever calendar."""
    return CheckIn.objects.filter(user__in=ids, made_at__gte=now - timedelta(days=1))


def having_a_very_low_day(people: Mapping[int, User], checkins: Iterable[CheckIn], *, now: datetime) -> set[int]:
    """Who (by pk) marked today, in their own calendar, as very low: going by check-ins `of_late`."""
    return {
        checkin.user_id
        for checkin in checkins
        if checkin.mood == Mood.VERY_LOW
        and people[checkin.user_id].local_day(checkin.made_at) == people[checkin.user_id].local_day(now)
    }
