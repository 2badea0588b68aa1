"""A deleted application comes back from the trash, and its recovery with it, as if it had never been away."""

from datetime import datetime

from django.db import transaction

from applications.models import JobApplication, Outcome
from recovery import queries
from recovery.models import Recovery, RecoveryStep
from recovery.operations.placing import enter, own_recovery, place
from recovery.operations.telling import lock, tell

State = Recovery.State


@transaction.atomic
def restore(application: JobApplication, *, now: datetime) -> None:
    """Its no is dealt with where it was, or as if it came in now."""
    lock(application.user)
    outcome = Outcome.objects.filter(application=application).first()
    if outcome is None or queries.live_entry(application):
        return
    entry = application.recovery_entries.filter(recorded_at=outcome.recorded_at).select_related("recovery").last()
    if entry is None:
        return
    if entry.began_it or entry.recovery.state == State.ARCHIVED:
        call_back_joined(outcome)
        place(outcome, now=now)
    else:
        enter(entry.recovery, outcome, began_it=False)
    tell(application.user, now=now)


def call_back_joined(outcome: Outcome) -> None:
    """A no that had joined this one began a recovery of its own meanwhile. If nothing was done in it yet, it goes, and
    its noes join again; else it goes on, and the person can change over from there."""
    own, current = own_recovery(outcome), queries.open_guided(outcome.application.user)
    if own is None or current is None or own.state != State.ARCHIVED or own.resting_state == State.CLOSED:
        return
    if not stands_in(current, own) or not is_untouched(current):
        return
    entries = queries.live_entries(current)
    current.entries.update(is_set_aside=True)
    for entry in entries:
        enter(own, entry.application.outcome, began_it=False)
    current.delete()


def stands_in(current: Recovery, own: Recovery) -> bool:
    """It was begun by a no that had joined the other one."""
    joined = own.entries.filter(is_set_aside=True, began_it=False).values("application")
    return current.entries.live().filter(began_it=True, application__in=joined).exists()


def is_untouched(recovery: Recovery) -> bool:
    """It goes on, and no step of it was begun, left out or held for later."""
    waiting = {"state": RecoveryStep.State.WAITING, "opened_at": None, "opens_at": None}
    return recovery.state == State.ACTIVE and not recovery.steps.exclude(**waiting).exists()
