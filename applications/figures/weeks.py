"""What was sent and which talks were held, week by week, in the person's own time zone; a week begins on Monday."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext

from accounts import localised
from applications.figures.counting import Part, sent_in
from applications.models import Interview
from applications.spans import Span

WEEKS = 12
WEEK = timedelta(days=7)


class Column(NamedTuple):
    """One week, and what it holds out of what the fullest one of either kind holds."""

    label: str
    part: Part


@dataclass(frozen=True)
class Weeks:
    """The last twelve, this one included, the earliest first."""

    mondays: list[date]
    sent_counts: Counter[date]
    talk_counts: Counter[date]

    def sent(self) -> list[Column]:
        return self.columns(self.sent_counts)

    def talks(self) -> list[Column]:
        return self.columns(self.talk_counts)

    def columns(self, counts: Counter[date]) -> list[Column]:
        most = max([*self.sent_counts.values(), *self.talk_counts.values()], default=0)
        return [Column(label_of(monday), Part(counts[monday], most)) for monday in self.mondays]

    @property
    def first(self) -> str:
        return localised.day_short(self.mondays[0], today=self.mondays[-1])


def label_of(monday: date) -> str:
    return gettext("week from %(day)s") % {"day": localised.day_of_month(monday)}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_in(span: Span, *, now: datetime) -> Weeks:
    """Two queries. Talks count once they have begun."""
    this_week = monday_of(span.user.local_day(now))
    mondays = [this_week - back * WEEK for back in reversed(range(WEEKS))]
    return Weeks(mondays, sent_by_week(span, mondays), talks_by_week(span, mondays, now=now))


def sent_by_week(span: Span, mondays: list[date]) -> Counter[date]:
    days = sent_in(span).filter(applied_on__gte=mondays[0], applied_on__lt=mondays[-1] + WEEK)
    found = Counter[date]()
    for day, n in days.values_list("applied_on").annotate(n=Count("pk")):
        found[monday_of(day)] += n
    return found


def talks_by_week(span: Span, mondays: list[date], *, now: datetime) -> Counter[date]:
    user = span.user
    first = datetime.combine(mondays[0], time.min, tzinfo=user.zone)
    # The second condition is what an index finds; the first one then is asked of few.
    of_mine = {"application__user": user, "application__last_interview_at__gte": first}
    held = Interview.objects.kept().standing().talks().filter(starts_at__gte=first, starts_at__lt=now, **of_mine)
    if span.period:
        held = held.filter(application__period=span.period)
    starts = held.order_by().values_list("starts_at", flat=True)
    return Counter(monday_of(user.local_day(start)) for start in starts)
