"""One person's days, quiet hours and slot: where wall-clock time becomes a moment and back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nudges.models import Nudge, NudgePreference

DAY = timedelta(days=1)
FRIDAY, SATURDAY = 4, 5
FRIDAY_EVENING_FROM = time(15, 0)
BEFORE_QUIET = timedelta(minutes=30)
GENTLE = Nudge.Kind.GENTLE


@dataclass(frozen=True)
class Clock:
    """One person's days, quiet hours and slot."""

    zone: ZoneInfo
    preferences: NudgePreference

    def at(self, day: date, moment: time) -> datetime:
        """This time on this day. A time that the clock skips comes later by the gap; of two, the first counts."""
        return datetime.combine(day, moment.replace(fold=0), tzinfo=self.zone).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def is_quiet(self, moment: time) -> bool:
        start, end = self.preferences.quiet_from, self.preferences.quiet_until
        return start <= moment < end if start <= end else moment >= start or moment < end

    def allows(self, kind: str, moment: datetime) -> bool:
        """May a message of this kind go at this very moment?"""
        local = moment.astimezone(self.zone)
        if self.is_quiet(local.time()):
            return False
        if kind != GENTLE:
            return True
        if local.weekday() >= SATURDAY:
            return self.preferences.has_weekend
        is_friday_evening = local.weekday() == FRIDAY and local.time() >= FRIDAY_EVENING_FROM
        return self.preferences.has_friday_afternoon or not is_friday_evening

    def slot(self, day: date) -> datetime:
        """The day's one slot; where it lies in quiet hours, their end."""
        slot = self.preferences.slot
        return self.at(day, self.preferences.quiet_until if self.is_quiet(slot) else slot)

    def slots(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Slots from `start` to `end`, both included."""
        day = self.day(start)
        while (moment := self.slot(day)) <= end:
            if moment >= start:
                yield moment
            day += DAY

    def next_allowed(self, kind: str, moment: datetime) -> datetime:
        """The first moment from this one on at which a message of this kind may go."""
        if self.allows(kind, moment):
            return moment
        today = self.day(moment)
        ends = (self.at(today + n * DAY, self.preferences.quiet_until) for n in range(10))
        return next((end for end in ends if end >= moment and self.allows(kind, end)), moment + DAY)

    def last_before_quiet(self, moment: datetime) -> datetime:
        """Half an hour before the quiet hours that hold this moment begin."""
        start = self.at(self.day(moment), self.preferences.quiet_from)
        if start > moment:
            start = self.at(self.day(moment) - DAY, self.preferences.quiet_from)
        return start - BEFORE_QUIET
