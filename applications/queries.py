"""What pages and floors above ask of applications. Every question starts at the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Lower, RowNumber

from accounts.models import User
from applications.models import Company, Contact, Event, Interview, JobApplication
from applications.models.application import JobApplicationQuerySet
from applications.models.interview import InterviewQuerySet

Stage = JobApplication.Stage
SEARCHED = ["company__name", "role", "location", "source", "notes"]
MOST_WORDS = 8
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
    return Event.objects.current().filter(application__user=user).select_related("application__company")


def earlier_wordings(event: Event) -> list[Event]:
    """What this event said before it was corrected, the latest first."""
    wordings = []
    while event.corrects:
        event = event.corrects
        wordings.append(event)
    return wordings


# --- Lists ---


def list_for(
    user: User, *, words: Iterable[str], stage: str, outcome: str, sort: str, with_closed: bool, now: datetime
) -> JobApplicationQuerySet:
    """The person's applications, narrowed and sorted. Asking for an outcome asks for closed ones."""
    applications = with_next_interview(user.applications.for_lists(), now=now)
    if outcome:
        applications = applications.filter(outcome__kind=outcome)
    elif not with_closed:
        applications = applications.open()
    if stage:
        applications = applications.at_stage(stage)
    for word in list(words)[:MOST_WORDS]:
        applications = applications.filter(says(word))
    return applications.order_by(*order_for(sort))


def says(word: str) -> Q:
    """That the word, or piece of one, stands anywhere in an application, in capitals or not."""
    # SQLite's LIKE folds the case of ASCII letters only; its regular expressions are Python's and know all alphabets.
    if word.isascii():
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SEARCHED))
    return reduce(or_, (Q(**{f"{name}__iregex": escaped(word)}) for name in SEARCHED))


def escaped(word: str) -> str:
    """The word as a regular expression that Python and PostgreSQL read alike."""
    return "".join(f"\\{letter}" if letter in r"\.^$*+?{}[]|()-" else letter for letter in word)


def order_for(sort: str) -> list[Any]:
    orders: dict[str, list[Any]] = {
        "company": [Lower("company__name"), Lower("role"), "pk"],
        "stage": [how_far().desc(), "-last_event_at", "-pk"],
        "applied_on": [F("applied_on").desc(nulls_last=True), "-last_event_at", "-pk"],
        "deadline": [F("deadline_on").asc(nulls_last=True), "-last_event_at", "-pk"],
    }
    return orders.get(sort, ["-last_event_at", "-pk"])


def how_far() -> Case:
    """The place of the stage reached. See also its twin, `JobApplication.reached_stage`."""
    reached = [
        When(Q(outcome=None, stage=stage) | Q(outcome__last_stage=stage), then=Value(stage.position)) for stage in Stage
    ]
    return Case(*reached, output_field=IntegerField())


def with_next_interview(applications: JobApplicationQuerySet, *, now: datetime) -> JobApplicationQuerySet:
    ahead = Interview.objects.ahead(now).filter(application=OuterRef("pk"))
    return applications.annotate(next_interview_at=Subquery(ahead.values("starts_at")[:1]))


def same_role(user: User, *, company: str, role: str) -> JobApplication | None:
    """An application of this person for that role at that company, if there is one already."""
    found = company_named(user, company)
    if not found:
        return None
    wanted = " ".join(role.split()).casefold()
    applications = user.applications.for_lists().filter(company=found)
    return next((one for one in applications if " ".join(one.role.split()).casefold() == wanted), None)


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
    counts = dict(user.applications.open().order_by().values_list("stage").annotate(Count("pk")))
    columns = {stage: Column(stage, counts.get(stage, 0)) for stage in Stage}
    place = Window(RowNumber(), partition_by="stage", order_by=["-last_event_at", "-pk"])
    # The places first, then what cards show: else it would be worked out for every row, also for those that are cut.
    placed = user.applications.open().order_by().annotate(place=place).filter(place__lte=BOARD_CUT)
    shown = user.applications.for_lists().filter(pk__in=placed.values("pk"))
    for application in with_next_interview(shown, now=now):
        columns[Stage(application.stage)].applications.append(application)
    return list(columns.values())


# --- Interviews, companies, contacts ---


def interviews_of(user: User) -> InterviewQuerySet:
    return Interview.objects.filter(application__user=user).select_related(
        "application__company", "application__outcome"
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


def contacts_of(user: User) -> QuerySet[Contact]:
    return user.contacts.select_related("company").prefetch_related("applications__company")
