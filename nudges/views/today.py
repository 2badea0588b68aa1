"""The start page: the landing page for those who are not signed in, Today for those who are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from applications import queries as application_queries
from applications.models import Interview
from nudges import queries
from nudges.models import Nudge
from nudges.views.pieces import AT_MOST, of_today
from recovery.models import Recovery, RecoveryStep

FOLLOW_UP = "application_follow_up"


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, ["landing.html", "nudges/today/landing.html"])
    now = timezone.now()
    context = today_of(request.user, now)
    return render(request, "nudges/today/show.html", context)


def today_of(user: User, now: datetime) -> dict[str, Any]:
    """Everything on the page, five rows at most of a kind; the templates say where the rest is."""
    interviews = interviews_soon(user, now)
    quiet = quiet_soon(user, now)
    context = of_today(user, None, now) | {
        "interviews": interviews[:AT_MOST],
        "has_more_interviews": len(interviews) > AT_MOST,
        "quiet": quiet[:AT_MOST],
        "has_more_quiet": len(quiet) > AT_MOST,
        "step": next_step(user, now),
        "goal": goal_of(user, now),
    }
    context["is_empty"] = not any(context[name] for name in ("interviews", "due", "quiet", "step"))
    return context


def interviews_soon(user: User, now: datetime) -> list[Interview]:
    """Today's and tomorrow's in the person's zone; one more than is shown, to know whether there is a rest."""
    first = start_of_day(user.local_day(now), user)
    soon = application_queries.interviews_of(user).standing().filter(application__outcome=None)
    end = start_of_day(user.local_day(now) + timedelta(days=2), user)
    return list(soon.filter(starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "pk")[: AT_MOST + 1])


def start_of_day(day: date, user: User) -> datetime:
    return datetime.combine(day, time.min, tzinfo=user.zone)


def quiet_soon(user: User, now: datetime) -> list[Nudge]:
    """Follow-ups that the plan holds for the coming week: what is quiet enough to write to, and ends by itself."""
    soon = now + timedelta(days=7)
    planned = (nudge for nudge in queries.plan_of(user) if nudge.rule == FOLLOW_UP and nudge.due_at)
    return [nudge for nudge in planned if now < nudge.due_at <= soon][: AT_MOST + 1]


def next_step(user: User, now: datetime) -> RecoveryStep | None:
    """The first open step whose day has come, of a guided recovery rather than of the early-noes page."""
    steps = RecoveryStep.objects.filter(
        recovery__user=user,
        recovery__state=Recovery.State.ACTIVE,
        mode=RecoveryStep.Mode.ON,
        state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED],
    ).select_related("recovery")
    today = user.local_day(now)
    ready = [step for step in steps if step.is_ready(today, now)]
    return min(ready, key=lambda step: (step.recovery.kind == Recovery.Kind.EARLY_NOES, step.order), default=None)


@dataclass(frozen=True)
class Goal:
    """The weekly goal as an effort: what the person does, not what employers answer."""

    done: int
    wanted: int

    @property
    def is_reached(self) -> bool:
        return self.done >= self.wanted


def goal_of(user: User, now: datetime) -> Goal | None:
    wanted = queries.preference_of(user).weekly_goal
    if not wanted:
        return None
    today = user.local_day(now)
    monday = today - timedelta(days=today.weekday())
    return Goal(user.applications.filter(applied_on__range=(monday, monday + timedelta(days=6))).count(), wanted)
