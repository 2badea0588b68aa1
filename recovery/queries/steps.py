"""Which step to look at, and to begin with."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from applications.models import JobApplication
from recovery.models import Recovery, RecoveryStep

Kind = Recovery.Kind
VALUES = "values_and_wins"


def step_in_view(recovery: Recovery, *, today: date, now: datetime) -> RecoveryStep | None:
    """The one planned step to look at: one that was begun, else the first whose day has come. Asks no further query
    where the steps are prefetched."""
    planned = [step for step in recovery.steps.all() if step.mode == RecoveryStep.Mode.ON]
    ready = [step for step in planned if step.is_ready(today, now)]
    begun = [step for step in ready if step.state == RecoveryStep.State.OPENED]
    return next(iter(begun or ready), None)


def steps_in(recoveries: QuerySet[Recovery]) -> QuerySet[RecoveryStep]:
    """Their steps, each with its recovery and whose it is."""
    return RecoveryStep.objects.filter(recovery__in=recoveries).select_related("recovery__user")


def step_to_start(recovery: Recovery, *, today: date, now: datetime) -> RecoveryStep | None:
    """The one to begin with when the person says *now*: what is ready goes first, else what opens next."""
    left = [step for step in recovery.steps.all() if not step.is_settled]
    planned = [step for step in left if step.mode == RecoveryStep.Mode.ON] or left
    ready = (step for step in planned if step.is_ready(today, now))
    return next(ready, min(planned, key=lambda step: (step.opens_on, step.order), default=None))


def steps_to_look_at(user: User, *, today: date, now: datetime) -> list[RecoveryStep]:
    """The planned steps whose day has come, the one to look at first in front; one query. See also its twin above.

    A guided recovery goes before the page of early noes, and what was begun before what was not.
    """
    is_rested = Q(recovery__state=Recovery.State.PAUSED, recovery__paused_until__lte=now)
    steps = RecoveryStep.objects.filter(Q(recovery__state=Recovery.State.ACTIVE) | is_rested, recovery__user=user)
    ready = steps.filter(Q(opens_at__isnull=True, opens_on__lte=today) | Q(opens_at__lte=now))
    ready = ready.filter(mode=RecoveryStep.Mode.ON, state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED])
    shown = ready.select_related("recovery").order_by("recovery", "order", "pk")
    shown = shown.only("key", "state", "minutes", "title", "language", "recovery__kind")
    return sorted(
        shown, key=lambda step: (step.recovery.kind == Kind.EARLY_NOES, step.state != RecoveryStep.State.OPENED)
    )


def values_step(application: JobApplication) -> RecoveryStep | None:
    """Where to find something to stand on before an answer is opened, as long as its recovery goes on."""
    steps = RecoveryStep.objects.filter(key=VALUES, recovery__state__in=Recovery.OPEN_STATES)
    own = steps.filter(recovery__entries__application=application, recovery__entries__is_set_aside=False)
    return own.select_related("recovery").defer("snapshot").first()
