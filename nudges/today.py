"""What stands on Today: questions only, each about one person, with a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import User
from applications import queries as application_queries
from applications.models import Interview, Outcome
from nudges import queries
from nudges.facts import STAGES_THAT_HURT
from nudges.models import Nudge
from nudges.rules import PAUSE_AFTER_A_NO
from recovery.models import Recovery, RecoveryStep
from recovery.queries import step_in_view

FOLLOW_UP = "application_follow_up"
SOON = timedelta(days=7)


def interviews_soon(user: User, now: datetime) -> list[Interview]:
    """Today's and tomorrow's, in the person's zone."""
    first = start_of_day(user.local_day(now), user)
    soon = application_queries.interviews_of(user).standing().filter(application__outcome=None)
    end = start_of_day(user.local_day(now) + timedelta(days=2), user)
    return list(soon.filter(starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "pk"))


def start_of_day(day: date, user: User) -> datetime:
    return datetime.combine(day, time.min, tzinfo=user.zone)


def quiet_soon(user: User, *, now: datetime, standing: Iterable[Nudge] = ()) -> list[Nudge]:
    """Follow-ups that the plan holds for the coming week, one for an application: a list that ends by itself.

    An application about which one of the `standing` notes speaks already is not named again.
    """
    due = {nudge.subject for nudge in standing if nudge.rule == FOLLOW_UP}
    soon: dict[str, Nudge] = {}
    for nudge in queries.plan_of(user):  # the earliest first
        if nudge.rule != FOLLOW_UP or nudge.due_at is None:
            continue
        if nudge.due_at <= now:
            due.add(nudge.subject)
        elif nudge.due_at <= now + SOON and nudge.subject not in due:
            soon.setdefault(nudge.subject, nudge)
    return list(soon.values())


def next_step(user: User, now: datetime) -> RecoveryStep | None:
    """The step in view, of a guided recovery rather than of the early-noes page."""
    today = user.local_day(now)
    active = user.recoveries.filter(state=Recovery.State.ACTIVE).prefetch_related("steps")
    for recovery in sorted(active, key=lambda one: one.kind == Recovery.Kind.EARLY_NOES):
        step = step_in_view(recovery, today=today, now=now)
        if step:
            return step
    return None


@dataclass(frozen=True)
class Goal:
    """The weekly goal as an effort: what the person does, not what employers answer."""

    done: int
    wanted: int

    @property
    def is_reached(self) -> bool:
        return self.done >= self.wanted


def goal_of(user: User, now: datetime) -> Goal | None:
    """None without a goal, and for 48 hours after a no from screening on: the list can wait."""
    wanted = queries.preference_of(user).weekly_goal
    if not wanted or has_fresh_no(user, now):
        return None
    today = user.local_day(now)
    monday = today - timedelta(days=today.weekday())
    return Goal(user.applications.filter(applied_on__range=(monday, monday + timedelta(days=6))).count(), wanted)


def has_fresh_no(user: User, now: datetime) -> bool:
    """The same pause that the weekly note keeps."""
    noes = Outcome.objects.filter(
        application__user=user, application__trashed_at=None, kind=Outcome.Kind.REJECTED, is_bulk=False
    )
    return noes.filter(last_stage__in=STAGES_THAT_HURT, recorded_at__gt=now - PAUSE_AFTER_A_NO).exists()
