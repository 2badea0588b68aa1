"""Facts about talks that are over, dates ahead and final rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from applications.models import Debrief, Event, Interview, JobApplication
from nudges.facts.kinds import ApplicationFact, TalkFact
from nudges.prepared import prepared

TALK_DAYS = timedelta(days=45)
FINAL_ROUND_DAYS = timedelta(days=7)
DEADLINE_DAYS = timedelta(days=60)
# What shows that the silence after a talk is over, or that one has asked.
ANSWERS = {
    Event.Kind.MOVED,
    Event.Kind.HEARD,
    Event.Kind.LETTER_SENT,
    Event.Kind.INTERVIEW_SCHEDULED,
    Event.Kind.REOPENED,
}


# What `application_fact` reads, and no more: rows are wide, and senders read those of a hundred people at a time.
ABOUT = (
    *("user", "company__name", "role", "stage", "applied_on", "last_event_at", "created_at"),
    *("deadline_on", "follow_up_on"),
)
ABOUT_ITS = [f"application__{name}" for name in (*ABOUT, "imported_at")]


async def talks_of(people: Mapping[int, User], now: datetime) -> dict[int, list[TalkFact]]:
    """Interviews that are over, the earliest first; of those still ahead only that there are any."""
    standing = await _standing(list(people), now)
    events = await _events_of({row.application_id for row in standing if row.ends_at <= now}, now)
    latest = {row.application_id: row.pk for row in standing}
    found: dict[int, list[TalkFact]] = defaultdict(list)
    for row in standing:
        if row.ends_at <= now and not rests_since_import(row, people[row.application.user_id]):
            user, is_latest = people[row.application.user_id], latest[row.application_id] == row.pk
            found[user.pk].append(_talk(row, user, events[row.application_id], is_latest=is_latest))
    return found


@prepared
def _standing(ids: list[int], now: datetime) -> QuerySet[Any]:
    return (
        Interview.objects.kept()
        .standing()
        .filter(application__user__in=ids, application__closed_at=None, starts_at__gte=now - TALK_DAYS)
        .filter(application__archived_at=None)
        .select_related("application__company")
        .only("starts_at", "duration_minutes", "hear_back_by", "kind", "created_at", *ABOUT_ITS)
        .annotate(is_written=Exists(Debrief.objects.filter(interview=OuterRef("pk"))))
        .order_by("starts_at", "pk")
    )


def rests_since_import(row: Any, user: User) -> bool:
    """What was over when it came in is let be, unless one was to hear by a day that was still ahead.

    See also its twin for applications in `nudges.facts.silent`.
    """
    since = row.application.imported_at
    if since is None or row.created_at > since or row.ends_at > since:
        return False
    return row.hear_back_by is None or row.hear_back_by < user.local_day(since)


def _talk(row: Any, user: User, events: list[Event], *, is_latest: bool) -> TalkFact:
    over_on = user.local_day(row.ends_at)
    letters = [event for event in events if event.kind == Event.Kind.LETTER_SENT]
    thanks = [event for event in letters if "thank" in event.data.get("letter", "")]
    return TalkFact(
        pk=row.pk,
        application=application_fact(row.application, is_open=True),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        hear_back_by=row.hear_back_by,
        is_conversation=row.kind != Interview.Kind.TASK,
        is_written=row.is_written,
        is_latest=is_latest,
        is_thanked=any(event.happened_on >= over_on for event in letters),
        is_answered=any(event.happened_on > over_on for event in events if event not in thanks),
    )


async def _events_of(applications: set[int], now: datetime) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    for row in await _answers(list(applications), now) if applications else ():
        found[row.application_id].append(row)
    return found


@prepared
def _answers(applications: list[int], now: datetime) -> QuerySet[Event]:
    rows = Event.objects.current().filter(application__in=applications, kind__in=ANSWERS)
    return rows.filter(happened_on__gte=(now - TALK_DAYS).date())


async def deadlines_of(people: Mapping[int, User], now: datetime) -> dict[int, list[ApplicationFact]]:
    """Open applications with a date from today on, in each person's own days."""
    found: dict[int, list[ApplicationFact]] = defaultdict(list)
    for row in await _with_deadlines(list(people), now):
        if row.deadline_on and row.deadline_on >= people[row.user_id].local_day(now):
            found[row.user_id].append(application_fact(row, is_open=True))
    return found


@prepared
def _with_deadlines(ids: list[int], now: datetime) -> QuerySet[JobApplication]:
    return (
        JobApplication.objects.open()
        .at_hand()
        .filter(user__in=ids, deadline_on__gte=(now - timedelta(days=1)).date())
        .filter(deadline_on__lte=(now + DEADLINE_DAYS).date())
        .select_related("company")
        .only(*ABOUT)
        .order_by("deadline_on", "pk")
    )


async def final_rounds_of(ids: list[int], now: datetime) -> dict[int, list[tuple[ApplicationFact, date]]]:
    """Applications that stand at the final round and got there lately."""
    latest = {row.application_id: row for row in await _moves_to_final_rounds(ids, now)}
    found: dict[int, list[tuple[ApplicationFact, date]]] = defaultdict(list)
    for row in latest.values():
        found[row.application.user_id].append((application_fact(row.application, is_open=True), row.happened_on))
    return found


@prepared
def _moves_to_final_rounds(ids: list[int], now: datetime) -> QuerySet[Event]:
    final_round = JobApplication.Stage.FINAL_ROUND
    return (
        Event.objects.current()
        .filter(kind=Event.Kind.MOVED, data__to=final_round, happened_on__gte=(now - FINAL_ROUND_DAYS).date())
        .filter(application__user__in=ids, application__stage=final_round, application__closed_at=None)
        .filter(application__trashed_at=None, application__archived_at=None)
        .filter(Q(application__imported_at=None) | Q(recorded_at__gt=F("application__imported_at")))
        .select_related("application__company")
        .only("happened_on", *ABOUT_ITS)
        .order_by("happened_on", "pk")
    )


def application_fact(row: JobApplication, *, is_open: bool, contact_name: str | None = None) -> ApplicationFact:
    return ApplicationFact(
        pk=row.pk,
        company=row.company.name,
        role=row.role,
        stage=row.stage,
        applied_on=row.applied_on,
        last_event_at=row.last_event_at,
        added_at=row.created_at,
        deadline_on=row.deadline_on,
        is_open=is_open,
        contact_name=contact_name or "",
        follow_up_on=row.follow_up_on if is_open else None,
    )
