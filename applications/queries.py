"""What pages and floors above ask of applications. Every question starts at the person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

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
    Preparation,
)
from applications.models.application import JobApplicationQuerySet
from applications.models.calendar import hash_of
from applications.models.interview import InterviewQuerySet

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
