"""What stands on Today: questions only, each about one person, with a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import User
from applications import queries as application_queries
from applications.models import Event, Interview, Outcome
from nudges import queries
from nudges.facts import STAGES_THAT_HURT
from nudges.models import Nudge
from nudges.rules import PAUSE_AFTER_A_NO
from nudges.rules.silence import CLOSE

FOLLOW_UP = "application_follow_up"
# These stand on the page themselves, or say nothing to somebody who is here.
NOT_HERE = {"interview_tomorrow", "weekly_digest", "going_quiet"}
SOON = timedelta(days=7)
SUNDAY = 6


@dataclass(frozen=True)
class Notes:
    """What is due now, and the applications that have grown quiet and may be followed up in the coming week."""

    due: list[Nudge]
    quiet: list[Nudge]


def notes_of(user: User, now: datetime) -> Notes:
    """An application about which one of the due notes speaks already is not named again as quiet, and none is twice."""
    # Whole days: who was written to today may rest for a week, whatever the hour, and is not quiet again at once.
    rows = queries.on_today(user, now=now, until=start_of_day(user.local_day(now) + SOON, user))
    rows = [row for row in rows if row.rule not in NOT_HERE]
    due = [row for row in rows if row.due_at is not None and (row.state == Nudge.State.SENT or row.due_at <= now)]
    return Notes(due, quiet_among(rows, due))


def quiet_among(rows: Iterable[Nudge], due: Iterable[Nudge]) -> list[Nudge]:
    known = {nudge.subject for nudge in due if nudge.rule == FOLLOW_UP}
    soon: dict[str, Nudge] = {}
    for nudge in rows:  # the earliest first
        if nudge.rule == FOLLOW_UP and nudge.occurrence != CLOSE and nudge.subject not in known:
            soon.setdefault(nudge.subject, nudge)
    return list(soon.values())


def interviews_soon(user: User, now: datetime) -> list[Interview]:
    """Today's and tomorrow's, in the person's zone."""
    first = start_of_day(user.local_day(now), user)
    # The second condition says nothing new, but there is an index for it: few of ten thousand have anything ahead.
    ahead = {"application__closed_at": None, "application__last_interview_at__gte": first}
    soon = application_queries.interviews_of(user).standing().filter(**ahead)
    end = start_of_day(user.local_day(now) + timedelta(days=2), user)
    named = soon.select_related(None).select_related("application__company")
    named = named.only("kind", "starts_at", "location", "application__role", "application__company__name")
    return list(named.filter(starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "pk"))


def start_of_day(day: date, user: User) -> datetime:
    return datetime.combine(day, time.min, tzinfo=user.zone)


@dataclass(frozen=True)
class Goal:
    """A goal of the week as an effort: what the person does, not what employers answer. `wanted` 0 means: none."""

    done: int
    wanted: int

    @property
    def is_reached(self) -> bool:
        return self.done >= self.wanted


@dataclass(frozen=True)
class Week:
    """What the person set out to do this week. Either of the two may be missing."""

    applications: Goal | None
    people: Goal | None

    @property
    def is_reached(self) -> bool:
        return all(goal.is_reached for goal in (self.applications, self.people) if goal)


def week_of(user: User, now: datetime) -> Week | None:
    """None without a goal, and for 48 hours after a no from screening on: the list can wait."""
    preference = queries.preference_of(user)
    if not (preference.weekly_goal or preference.weekly_people) or has_fresh_no(user, now):
        return None
    today = user.local_day(now)
    monday = today - timedelta(days=today.weekday())
    days = (monday, monday + timedelta(days=6))
    sent = user.applications.filter(applied_on__range=days)
    return Week(
        Goal(sent.count(), preference.weekly_goal) if preference.weekly_goal else None,
        Goal(written_to(user, days), preference.weekly_people) if preference.weekly_people else None,
    )


def written_to(user: User, days: tuple[date, date]) -> int:
    """How many people letters were noted as sent to. One without a name counts by its application, or for itself."""
    events = Event.objects.current().filter(kind=Event.Kind.LETTER_SENT, happened_on__range=days)
    events = events.filter(application__user=user, application__trashed_at=None)
    letters = user.own_letters.sent().filter(event=None, sent_on__range=days)
    people = {
        ("contact", one) if one else ("application", pk)
        for one, pk in events.values_list("data__contact", "application")
    }
    people |= {("contact", one) if one else ("letter", pk) for one, pk in letters.values_list("contact", "pk")}
    return len(people)


def has_fresh_no(user: User, now: datetime) -> bool:
    """The same pause that the weekly note keeps."""
    lately = user.applications.filter(closed_at__gt=now - PAUSE_AFTER_A_NO, outcome__is_bulk=False)
    return lately.filter(outcome__kind=Outcome.Kind.REJECTED, outcome__last_stage__in=STAGES_THAT_HURT).exists()


def situation_of(user: User, now: datetime) -> str:
    """Why nothing waits: “new”, “sunday”, “closed” (nothing is open), “done” (for today), or just “calm”."""
    today = user.local_day(now)
    is_searching = user.applications.open().at_hand().exists()
    if not is_searching and not user.applications.exists():
        return "new"
    if today.weekday() == SUNDAY:
        return "sunday"
    if not is_searching:
        return "closed"
    noted = Event.objects.filter(application__user=user, recorded_at__gte=start_of_day(today, user))
    return "done" if noted.exists() else "calm"
