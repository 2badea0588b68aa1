"""Which recovery deals with which no: begun, joined, put away when an outcome is taken back, and brought back again."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import JobApplication, Outcome
from recovery import queries, tracks
from recovery.models import Recovery, RecoveryApplication
from recovery.operations import early_noes, planning
from recovery.operations.pace import shut
from recovery.operations.placing import bring_back, enter, fill_the_place_of, own_recovery, place, start
from recovery.operations.telling import lock, take, tell
from recovery.tracks import Track

State, ClosedAs = Recovery.State, Recovery.ClosedAs


class NothingToOffer(Exception):
    """This ending calls for no recovery, or one is there already."""


@transaction.atomic
def begin(outcome: Outcome, *, is_bulk: bool, now: datetime) -> Recovery | None:
    """Takes a recorded outcome in: what was put away comes back, else the right track begins, else nothing.

    Light joins the open early-noes page or opens one. Short and full begin, or join the one that is open: then the
    person chooses which goes on (`choose`). A silence from screening on is only offered (`begin_offered`). Outcomes
    recorded in bulk begin nothing.
    """
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    if is_bulk or track is None:
        return None
    user = outcome.application.user
    lock(user)
    if track == Track.OFFERED and own_recovery(outcome) is None:
        return None
    recovery = place(outcome, now=now)
    tell(user, now=now)
    return recovery


@transaction.atomic
def begin_offered(application: JobApplication, *, now: datetime) -> Recovery:
    """Begins what was offered after a silence. Raises `NothingToOffer`."""
    lock(application.user)
    outcome = Outcome.objects.filter(application=application).first()
    track = tracks.track_for(outcome.kind, outcome.last_stage) if outcome else None
    if outcome is None or track in (None, Track.LIGHT) or queries.live_entry(application):
        raise NothingToOffer
    recovery = place(outcome, now=now)
    tell(application.user, now=now)
    return recovery


@transaction.atomic
def set_aside(application: JobApplication, *, now: datetime) -> None:
    """The outcome was undone or reopened: its entry rests, and a recovery without another no is put away as it stands.

    When the no that began a guided recovery is taken back, a no that had joined it begins one of its own, as if the
    other had never been there.
    """
    lock(application.user)
    entry = queries.live_entry(application)
    if entry is None:
        return
    entry.is_set_aside = True
    entry.save(update_fields=["is_set_aside"])
    if not entry.recovery.is_guided:
        early_noes.rest(entry)
    else:
        put_away(entry, now=now)
    tell(application.user, now=now)


def put_away(entry: RecoveryApplication, *, now: datetime) -> None:
    recovery, others = entry.recovery, queries.live_entries(entry.recovery)
    if others and not (entry.began_it and recovery.is_open):
        return
    was_open, recovery.state = recovery.is_open, State.ARCHIVED
    recovery.save(update_fields=["state"])
    if was_open:
        fill_the_place_of(recovery, others, now=now)


@transaction.atomic
def choose(recovery: Recovery, application: JobApplication, *, now: datetime) -> Recovery:
    """Of several noes in one recovery, the one to go on with. What was going on is closed with everything written.

    Returns the recovery that goes on. Raises RecoveryApplication.DoesNotExist where the application is not in it.
    """
    take(recovery)
    entry = recovery.entries.live().get(application=application)
    if entry.began_it:
        return recovery
    joined = [other for other in queries.live_entries(recovery) if not other.began_it] if recovery.is_open else [entry]
    going_on = queries.open_guided(recovery.user)
    if going_on:
        shut(going_on, closed_as=ClosedAs.JOINED, now=now)
    for other in joined:
        other.is_set_aside = True
        other.save(update_fields=["is_set_aside"])
    outcome = Outcome.objects.get(application=application)
    own = own_recovery(outcome)
    goes_on = reopen(own, outcome) if own else start(outcome, now=now)
    for other in joined:
        if other.application != application:
            enter(goes_on, other.application.outcome, began_it=False)
    tell(recovery.user, now=now)
    return goes_on


def reopen(recovery: Recovery, outcome: Outcome) -> Recovery:
    """Goes on with one that had been closed or put away."""
    recovery.closed_as = recovery.pause_reason = ""
    recovery.closed_at = recovery.paused_until = None
    return bring_back(recovery, outcome)


@transaction.atomic
def write_note(entry: RecoveryApplication, *, note: str, now: datetime) -> None:
    """Keeps the two-minute note about a further no."""
    entry.note = note
    entry.save(update_fields=["note"])
    tell(entry.recovery.user, now=now)


@transaction.atomic
def keep_day_of_no(application: JobApplication, *, now: datetime) -> None:
    """The day on which an outcome was decided can be corrected in the history; steps that nobody touched follow it."""
    outcome = Outcome.objects.filter(application=application).first()
    entry = queries.live_entry(application) if outcome else None
    if outcome is None or entry is None or entry.no_on == outcome.decided_on:
        return
    lock(application.user)
    with planning.kept_in_step(entry.recovery) if entry.recovery.is_guided else nullcontext():
        application.recovery_entries.live().update(no_on=outcome.decided_on)
    tell(application.user, now=now)


@transaction.atomic
def forget_application(user: User, *, now: datetime) -> None:
    """An application was deleted with its history: the recovery it began goes with it, what had joined stays."""
    lock(user)
    gone = user.recoveries.exclude(entries__began_it=True)
    for recovery in gone:
        others = queries.live_entries(recovery) if recovery.is_open else []
        if recovery.is_guided or not recovery.entries.exists():
            was_open, recovery.state = recovery.is_open, State.ARCHIVED
            recovery.save(update_fields=["state"])
            if was_open:
                fill_the_place_of(recovery, others, now=now)
            recovery.delete()
    page = queries.open_early_noes(user)
    if page:
        early_noes.plan_page(page)
    if gone or page:
        tell(user, now=now)
