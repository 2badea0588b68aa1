"""How far back one looks: over everything, three months, a year, or one period of the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications import periods
from applications.models import SearchPeriod

Row = TypeVar("Row", bound=Model)
YEAR, MONTHS = "12-months", "90-days"


@dataclass(frozen=True)
class Span:
    """A part of what a person has behind them. What hangs on no application belongs to a period from its start on."""

    user: User
    key: str = ""
    label: str | Promise = _("Everything")
    since: date | None = None
    period: SearchPeriod | None = None

    @property
    def is_all(self) -> bool:
        return self.since is None and self.period is None

    @property
    def start(self) -> datetime | None:
        return datetime.combine(self.since, time.min, tzinfo=self.user.zone) if self.since else None

    def once(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Each row once, where it may hang on several applications of the period."""
        return rows.distinct() if self.period else rows

    def sent(self, path: str = "") -> Q:
        """Applications (at the end of `path`) that went out in it, or were added where the day is not known."""
        if self.period:
            return Q((f"{path}period", self.period))
        if self.since is None:
            return Q()
        undated = Q((f"{path}applied_on", None), (f"{path}created_at__gte", self.start))
        return Q((f"{path}applied_on__gte", self.since)) | undated

    def of(self, moment: str, *paths: str) -> Q:
        """Rows with their moment in it; of a period those that hang, by one of these paths, on its applications."""
        if self.period is None:
            return Q((f"{moment}__gte", self.start)) if self.since else Q()
        mine, alone = Q(pk=None), Q((f"{moment}__gte", self.period.created_at))
        for path in paths:
            mine |= Q((f"{path}__period", self.period))
            alone &= Q((path, None))
        return mine | alone if self.period.is_current else mine


def spans_of(user: User, *, today: date) -> Iterator[Span]:
    yield Span(user)
    yield Span(user, MONTHS, _("90 days"), since=today - timedelta(days=90))
    yield Span(user, YEAR, _("12 months"), since=today - timedelta(days=365))
    for period in periods.periods_of(user):
        yield Span(user, str(period.pk), period.name, period=period)
