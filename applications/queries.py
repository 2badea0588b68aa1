"""What pages and floors above ask of applications. Every question starts at the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from applications.models import Company, Event, Interview, JobApplication, ListLook
from applications.models.application import JobApplicationQuerySet
from applications.models.interview import InterviewQuerySet

Stage = JobApplication.Stage
BOARD_CUT = 50
NAMES_OFFERED = 500
LONGEST_INTERVIEW = timedelta(days=1)


# --- One application and what belongs to it ---


def last_outcome_values(application: JobApplication) -> dict[str, Any]:
    """What the outcome said that was last taken back; empty when none was."""
    event = application.events.filter(kind=Event.Kind.REOPENED).order_by("-recorded_at", "-pk").first()
    return event.data if event else {}


def timeline_of(application: JobApplication) -> QuerySet[Event]:
    """What happened, the latest first, each in its latest wording."""
    return application.events.current()


def events_of(user: User) -> QuerySet[Event]:
    """Those that can still be corrected."""
    events = Event.objects.current().filter(application__user=user, application__trashed_at=None)
    return events.select_related("application__company")


def earlier_wordings(event: Event) -> list[Event]:
    """What this event said before it was corrected, the latest first."""
    wordings = []
    while event.corrects:
        event = event.corrects
        wordings.append(event)
    return wordings


# --- Lists ---


def look_of(user: User) -> ListLook:
    """How the person wants the list to look; the usual way until they said otherwise."""
    return ListLook.objects.filter(user=user).first() or ListLook.usual(user=user)


def trash_of(user: User) -> JobApplicationQuerySet:
    """What can still be restored, the latest first."""
    return JobApplication.with_trash.in_trash().filter(user=user).for_lists().order_by("-trashed_at", "-pk")


def with_next_interview(applications: JobApplicationQuerySet, *, now: datetime) -> JobApplicationQuerySet:
    ahead = Interview.objects.ahead(now).filter(application=OuterRef("pk"))
    return applications.annotate(next_interview_at=Subquery(ahead.values("starts_at")[:1]))


# --- Board ---


@dataclass
class Column:
    """One stage of the board: the cards that fit, and how many there are in all."""

    stage: Stage
    count: int
    applications: list[JobApplication] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.applications)


def board_for(user: User, *, now: datetime) -> list[Column]:
    """The open applications by stage, the latest first, at most `BOARD_CUT` in each; two queries at any length."""
    counts = dict(user.applications.open().at_hand().order_by().values_list("stage").annotate(Count("pk")))
    columns = {stage: Column(stage, counts.get(stage, 0)) for stage in Stage}
    place = Window(RowNumber(), partition_by="stage", order_by=["-last_event_at", "-pk"])
    # The places first, then what cards show: else it would be worked out for every row, also for those that are cut.
    placed = user.applications.open().at_hand().order_by().annotate(place=place).filter(place__lte=BOARD_CUT)
    shown = user.applications.for_lists().filter(pk__in=placed.values("pk"))
    for application in with_next_interview(shown, now=now):
        columns[Stage(application.stage)].applications.append(application)
    return list(columns.values())


# --- Interviews, companies, contacts ---


def interviews_of(user: User) -> InterviewQuerySet:
    return (
        Interview.objects.kept()
        .filter(application__user=user)
        .select_related("application__company", "application__outcome")
    )


def overlapping(interview: Interview) -> list[Interview]:
    """The person's other interviews that share time with this one."""
    nearby = interviews_of(interview.application.user).standing().exclude(pk=interview.pk)
    begun = nearby.filter(starts_at__lt=interview.ends_at, starts_at__gt=interview.starts_at - LONGEST_INTERVIEW)
    return [other for other in begun if other.ends_at > interview.starts_at]


def company_named(user: User, name: str) -> Company | None:
    """The person's company of that name, whatever its capitals, in any alphabet."""
    name = " ".join(name.split())
    exact = user.companies.filter(name__iexact=name).first()
    if exact or name.isascii():
        return exact
    # SQLite folds the case of ASCII letters only.
    wanted = name.casefold()
    return next((company for company in user.companies.all() if company.name.casefold() == wanted), None)


def company_names(user: User) -> QuerySet[Company, str]:
    """What a form offers while one types: the latest ones, as many as a browser shows without trouble."""
    return user.companies.order_by("-pk").values_list("name", flat=True)[:NAMES_OFFERED]
