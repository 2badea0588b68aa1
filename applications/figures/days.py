"""How many days it took until they answered, said no, or talked; counted where both days are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Func, IntegerField, Q, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.figures.counting import ANSWERED, ENOUGH, IS_NO, LONG, percent, sent_in
from applications.models import Outcome
from applications.spans import Span

Kind = Outcome.Kind
# An act on many says only when it was done. What was brought in has its own day, unless nothing more was known of it
# than that it had been sent.
HAS_ITS_DAY = Q(outcome__is_bulk=False) | Q(
    outcome__recorded_at=F("imported_at"), outcome__decided_on__gt=F("applied_on")
)
# The person went, or the role did: from then on nobody waited for an answer.
LEFT = Q(outcome__kind__in=[Kind.WITHDRAWN, Kind.ROLE_CLOSED])


class DaysBetween(Func):
    """From the first of two days to the second, in days; none where one of them is none."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        (first, params), (second, others) = (compiler.compile(day) for day in self.source_expressions)
        return f"CAST(julianday({second}) - julianday({first}) AS integer)", (*others, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        (first, params), (second, others) = (compiler.compile(day) for day in self.source_expressions)
        return f"({second} - {first})", (*others, *params)


@dataclass(frozen=True)
class Wait:
    """In how many days it came, over `n` applications; each day the smallest within which that part of them lies."""

    n: int
    quarter: int = 0
    half: int = 0
    three_quarters: int = 0

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Row:
    """One wait with the drawing of its middle half, as parts of the width."""

    label: str | Promise
    wait: Wait
    start: str
    length: str
    middle: str


@dataclass(frozen=True)
class Waits:
    """`answered_late` of `still_waiting`: of those that had heard nothing for `LONG` days, how many did later."""

    answer: Wait
    no: Wait
    talk: Wait
    still_waiting: int = 0
    answered_late: int = 0

    @property
    def has_any(self) -> bool:
        return any(wait.is_enough for wait in (self.answer, self.no, self.talk))

    @property
    def has_late(self) -> bool:
        return self.still_waiting >= ENOUGH

    def rows(self) -> list[Row]:
        """All drawn along the same days."""
        named = [(_("A first answer"), self.answer), (_("A no"), self.no), (_("A first talk"), self.talk)]
        longest = max((wait.three_quarters for _label, wait in named if wait.is_enough), default=0) + 1
        return [
            Row(
                label,
                wait,
                start=percent(wait.quarter, longest),
                length=percent(wait.three_quarters - wait.quarter + 1, longest),
                middle=percent(2 * wait.half + 1, 2 * longest),
            )
            for label, wait in named
        ]


class Course(NamedTuple):
    """What is alike of `n` applications: the days after sending on which they were heard of, and so on."""

    heard: int | None
    no: int | None
    talk: int | None
    left: int | None  # only of what was not answered
    is_long_ago: bool
    n: int

    @property
    def answer(self) -> int | None:
        """The first of all that is an answer; what came before sending was none to it."""
        return min((day for day in (self.heard, self.no, self.talk) if day is not None and day >= 0), default=None)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody waited beyond `LONG` days, as far as one knows."""
        end = self.answer if self.left is None else self.left
        return self.is_long_ago and end is not None and end > LONG


def waits_in(span: Span, *, long_ago: int, today: date) -> Waits:
    """One query. `long_ago` is how many were sent more than `LONG` days ago: the silent ones of them are not read."""
    told = sent_in(span).filter(ANSWERED | LEFT, applied_on__isnull=False)
    days = {
        "heard": DaysBetween("applied_on", "heard_on"),
        "no": DaysBetween("applied_on", Case(When(IS_NO & HAS_ITS_DAY, then=F("outcome__decided_on")))),
        "talk": DaysBetween("applied_on", Case(When(talked_on__lte=today, then=F("talked_on")))),
        "left": DaysBetween("applied_on", Case(When(LEFT & ~ANSWERED, then=F("outcome__decided_on")))),
        "is_long_ago": Q(applied_on__lt=today - timedelta(days=LONG)),
    }
    rows = told.annotate(**days).values(*days).annotate(n=Count("pk")).values_list(*days, "n")
    return waits_of([Course(*row) for row in rows], long_ago=long_ago)


def waits_of(courses: Iterable[Course], *, long_ago: int) -> Waits:
    answers, noes, talks = Counter[int](), Counter[int](), Counter[int]()
    waiting, late = long_ago, 0
    for course in courses:
        for counter, day in ((answers, course.answer), (noes, course.no), (talks, course.talk)):
            if day is not None and day >= 0:
                counter[day] += course.n
        if course.is_long_ago and not course.is_waiting:
            waiting -= course.n
        elif course.is_waiting and course.answer is not None:
            late += course.n
    return Waits(wait_of(answers), wait_of(noes), wait_of(talks), waiting, late)


def wait_of(days: Counter[int]) -> Wait:
    total = days.total()
    if not total:
        return Wait(0)
    return Wait(total, *(within(days, quarters, total) for quarters in (1, 2, 3)))


def within(days: Counter[int], quarters: int, total: int) -> int:
    """The smallest day by which so many quarters of all had come."""
    seen = 0
    for day in sorted(days):
        seen += days[day]
        if seen * 4 >= quarters * total:
            return day
    raise AssertionError("all of them have come by the last day")
