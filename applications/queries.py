"""What pages and floors above ask of applications. Every question starts at the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Lower, RowNumber

from accounts.models import User
from applications.models import (
    CalendarFeed,
    Company,
    Contact,
    Debrief,
    Event,
    Interview,
    JobApplication,
    ListLook,
    Outcome,
    Preparation,
)
from applications.models.application import JobApplicationQuerySet
from applications.models.calendar import hash_of
from applications.models.interview import InterviewQuerySet
from applications.paging import Place, Segment, place_from, stretch
from applications.periods import within

Stage = JobApplication.Stage
BOARD_CUT = 20
ENDED_SHOWN = 5
NAMES_OFFERED = 500
LONGEST_INTERVIEW = timedelta(days=1)
NO_TIME, PAUSE, WAY = timedelta(0), timedelta(minutes=15), timedelta(minutes=60)
CONTACTS_OFFERED = 12


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


def notes_of(user: User) -> QuerySet[Event]:
    """Notes of the person's own, also those that were deleted and can be brought back."""
    notes = Event.objects.filter(kind=Event.Kind.NOTE, correction=None)
    return notes.filter(application__user=user, application__trashed_at=None).select_related("application__company")


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

ON_BOARD = [Segment(Q(), ("-last_event_at", "-pk"))]


@dataclass
class Column:
    """One stage of the board: the cards that fit, how many there are in all, and where the next cards begin."""

    stage: Stage
    count: int = 0
    applications: list[JobApplication] = field(default_factory=list)
    after: Place | None = None


def on_board(user: User, period: str = "") -> JobApplicationQuerySet:
    """What has a card, in no order; of which `period` as `periods.within` says."""
    return within(user.applications.open().at_hand(), user, period).order_by()


def counts_by_stage(user: User, period: str = "") -> dict[str, int]:
    counts = dict(on_board(user, period).values_list("stage").annotate(Count("pk")))
    return {stage.value: counts.get(stage, 0) for stage in Stage}


def board_for(user: User, *, now: datetime, period: str = "") -> list[Column]:
    """The open applications by stage, the latest first, at most `BOARD_CUT` in each; three queries at any length."""
    columns = {stage: Column(Stage(stage), count) for stage, count in counts_by_stage(user, period).items()}
    place = Window(RowNumber(), partition_by="stage", order_by=["-last_event_at", "-pk"])
    # The places first, then what cards show: else it would be worked out for every row, also for those that are cut.
    placed = on_board(user, period).annotate(place=place).filter(place__lte=BOARD_CUT)
    for application in cards(user, list(placed.values_list("pk", flat=True)), now=now):
        columns[application.stage].applications.append(application)
    for column in columns.values():
        if 0 < len(column.applications) < column.count:
            last = column.applications[-1]
            column.after = Place(0, (last.last_event_at, last.pk))
    return list(columns.values())


def column_of(user: User, stage: str, *, after: str, now: datetime, period: str = "") -> Column:
    """The next cards of one stage; from its top where `after` is no place in it."""
    rows = on_board(user, period).filter(stage=stage)
    start = place_from(after, ON_BOARD, JobApplication)
    part = stretch(rows, ON_BOARD, size=BOARD_CUT, after=start, before=None)
    shown = cards(user, part.keys, now=now)
    return Column(Stage(stage), len(shown), shown, part.after)


ON_A_CARD = [
    *("user", "role", "stage", "last_event_at", "deadline_on", "follow_up_on", "applied_on", "closed_at"),
    "company__name",
]


def cards(user: User, keys: list[int], *, now: datetime) -> list[JobApplication]:
    """These with what a card shows, in the order of the board. Sorted here: a database that may read by keys or in an
    order would choose the order, and read all that the person ever closed.
    """
    shown = user.applications.open().select_related("company").only(*ON_A_CARD).filter(pk__in=keys).order_by()
    found = with_next_interview(shown, now=now)
    return sorted(found, key=lambda card: (card.last_event_at, card.pk), reverse=True)


@dataclass
class Ending:
    """The closed applications that ended in one way: how many, and the latest of them."""

    kind: str
    count: int
    applications: list[JobApplication] = field(default_factory=list)


def closed_beside(user: User, period: str = "") -> JobApplicationQuerySet:
    """What ended, of the same part of the search as the board; in no order."""
    return within(user.applications.closed().at_hand(), user, period).order_by()


def endings_of(user: User, period: str = "") -> list[Ending]:
    """Beside the board: the closed ones by outcome, in two queries."""
    closed = closed_beside(user, period)
    counts = dict(closed.values_list("outcome__kind").annotate(Count("pk")))
    endings = {kind: Ending(kind, counts[kind]) for kind in Outcome.Kind.values if kind in counts}
    order = ["-outcome__recorded_at", "-pk"]
    placed = closed.annotate(place=Window(RowNumber(), partition_by="outcome__kind", order_by=order))
    latest = placed.filter(place__lte=ENDED_SHOWN).values("pk")
    for application in user.applications.for_lists().filter(pk__in=latest).order_by(*order):
        endings[application.outcome.kind].applications.append(application)
    return list(endings.values())


# --- Interviews, companies, contacts ---


def interviews_of(user: User) -> InterviewQuerySet:
    return (
        Interview.objects.kept()
        .filter(application__user=user)
        .select_related("application__company", "application__outcome")
    )


def interviews_on(application: JobApplication) -> list[Interview]:
    """All that were arranged for it, in their order, with the names of the contacts one meets there: one query."""
    names = F("contacts__name")
    rows = application.interviews.annotate(named=names).order_by("starts_at", "pk", Lower(names), "contacts")
    found = {row.pk: row for row in rows}
    for interview in found.values():
        interview.contact_names = [row.named for row in rows if row.pk == interview.pk and row.named]
    return list(found.values())


def going_on(interviews: InterviewQuerySet, now: datetime) -> list[Interview]:
    """Those that have begun and are not over."""
    begun = interviews.standing().filter(starts_at__lt=now, starts_at__gt=now - LONGEST_INTERVIEW)
    return [interview for interview in begun if interview.ends_at > now]


def with_writing(interviews: InterviewQuerySet) -> InterviewQuerySet:
    """Whether something was written before and after, without reading what."""
    prepared, debriefed = (model.objects.filter(interview=OuterRef("pk")) for model in (Preparation, Debrief))
    return interviews.annotate(is_prepared=Exists(prepared), is_debriefed=Exists(debriefed))


def overlapping(interview: Interview, nearby: list[Interview] | None = None) -> list[Interview]:
    """The person's other interviews that share time with this one; `nearby`, where they are known: those `around`."""
    others = around(interview) if nearby is None else nearby
    return [other for other in others if gap(interview, other) < NO_TIME]


def close_by(interview: Interview, nearby: list[Interview] | None = None) -> list[Interview]:
    """Those right before or after it: with less than a pause between, or than a way where one has to go somewhere."""
    close = []
    for other in around(interview) if nearby is None else nearby:
        has_way = interview.is_somewhere or other.is_somewhere
        if NO_TIME <= gap(interview, other) < (WAY if has_way else PAUSE):
            close.append(other)
    return close


def around(interview: Interview) -> list[Interview]:
    """The person's other interviews that stand, from the day before to the day after; none around a cancelled one."""
    if interview.is_cancelled:
        return []
    nearby = interviews_of(interview.application.user).standing().exclude(pk=interview.pk)
    ends = {
        "starts_at__lt": interview.ends_at + LONGEST_INTERVIEW,
        "starts_at__gt": interview.starts_at - 2 * LONGEST_INTERVIEW,
    }
    return list(nearby.filter(**ends).order_by("starts_at", "pk"))


def gap(one: Interview, other: Interview) -> timedelta:
    """How long it is from the end of the earlier to the start of the later; less than nothing where they overlap."""
    return max(one.starts_at, other.starts_at) - min(one.ends_at, other.ends_at)


def contacts_to_meet(application: JobApplication, interview: Interview) -> list[Contact]:
    """Whom a form offers: who is linked already, who belongs to the application, and who works there."""
    linked = list(interview.contacts.all()) if interview.pk else []
    there = Q(applications=application) | Q(company=application.company_id)
    return list(dict.fromkeys([*linked, *application.user.contacts.filter(there).distinct()[:CONTACTS_OFFERED]]))


def history_of(interview: Interview) -> QuerySet[Event]:
    """When it was arranged, moved, cancelled, the latest first."""
    return interview.application.events.current().filter(data__interview=interview.pk)


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def feed_with(token: str) -> CalendarFeed | None:
    """Whose calendar this address is for; None when it is nobody's, or not any more."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token), user__is_active=True)
    return found.select_related("user").defer("token").first()


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
