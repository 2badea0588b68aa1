"""One change, tried on the next few applications and looked at on a date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from recovery.models import Experiment, Recovery
from recovery.operations.telling import lock, tell

LOOK_AFTER = timedelta(days=30)
DAY = timedelta(days=1)


def first_day(user: User, *, now: datetime) -> date:
    """From which day on applications would count: today, or tomorrow where some went out today already."""
    today = user.local_day(now)
    return today + DAY if user.applications.filter(applied_on=today).exists() else today


@transaction.atomic
def start_experiment(
    user: User,
    *,
    change: str,
    now: datetime,
    wanted: int = 5,
    started_on: date | None = None,
    look_on: date | None = None,
    goal: str = "",
    sign: str = "",
    recovery: Recovery | None = None,
) -> Experiment:
    """Begins to count applications sent on `started_on` (see `first_day`) and later; the look back is a month later, if
    no day is given.

    One that runs already out of the same recovery is changed instead.
    """
    lock(user)
    known = user.experiments.running().filter(recovery=recovery).first() if recovery else None
    experiment = known or Experiment(
        user=user, recovery=recovery, started_on=started_on or first_day(user, now=now), created_at=now
    )
    look_on = max(look_on or experiment.started_on + LOOK_AFTER, experiment.started_on)
    return keep(experiment, now=now, change=change, wanted=wanted, look_on=look_on, goal=goal, sign=sign)


def keep(experiment: Experiment, *, now: datetime, **changes: Any) -> Experiment:
    for name, value in changes.items():
        setattr(experiment, name, value)
    experiment.updated_at = now
    experiment.save()
    tell(experiment.user, now=now)
    return experiment


def take(experiment: Experiment) -> None:
    """Locks the person's recoveries and reads this one anew: what another window has saved meanwhile stays."""
    lock(experiment.user)
    experiment.refresh_from_db()


@transaction.atomic
def change_experiment(experiment: Experiment, *, now: datetime, **changes: Any) -> Experiment:
    """Puts other words, days or numbers in place of what stands there."""
    take(experiment)
    return keep(experiment, now=now, **changes)


@transaction.atomic
def go_on_with(experiment: Experiment, *, look_on: date, now: datetime, finding: str = "") -> Experiment:
    """It was looked at and goes on, with another day to look at it."""
    take(experiment)
    ongoing = {"ended_as": "", "ended_on": None}
    return keep(experiment, now=now, look_on=max(look_on, experiment.started_on), finding=finding, **ongoing)


@transaction.atomic
def end_experiment(experiment: Experiment, *, ended_as: str, now: datetime, finding: str = "") -> Experiment:
    """It was looked at: the change is kept, or let go. Raises ValueError for another word."""
    if ended_as not in Experiment.EndedAs:
        raise ValueError(ended_as)
    take(experiment)
    ended_on = experiment.user.local_day(now)
    return keep(experiment, now=now, ended_as=ended_as, ended_on=ended_on, finding=finding)


@transaction.atomic
def resume_experiment(experiment: Experiment, *, now: datetime) -> Experiment:
    """Takes its end back; what was found stays."""
    take(experiment)
    return keep(experiment, now=now, ended_as="", ended_on=None)


@transaction.atomic
def delete_experiment(experiment: Experiment, *, now: datetime) -> None:
    """Forgets it. Applications and the recovery it came from stay as they are."""
    lock(experiment.user)
    experiment.delete()
    tell(experiment.user, now=now)
