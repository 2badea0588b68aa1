"""Which recovery deals with which no: begun, joined, put away when an outcome is taken back, and brought back again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from advice import queries as advice
from applications.models import JobApplication, Outcome
from recovery import queries, tracks
from recovery.models import Recovery, RecoveryApplication, RecoveryStep
from recovery.operations import early_noes
from recovery.operations.telling import lock, take, tell
from recovery.tracks import Track

Kind, State, ClosedAs = Recovery.Kind, Recovery.State, Recovery.ClosedAs
KIND_BY_TRACK = {
    Track.LIGHT: Kind.EARLY_NOES,
    Track.SHORT: Kind.SHORT,
    Track.FULL: Kind.FULL,
    Track.OFFERED: Kind.SHORT,
}


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
    recovery.state = State.ARCHIVED
    recovery.save(update_fields=["state"])
    move_on(others, now=now)


def move_on(entries: list[RecoveryApplication], *, now: datetime) -> None:
    """Gives noes that had joined another one a place of their own, in their order."""
    for entry in entries:
        entry.is_set_aside = True
        entry.save(update_fields=["is_set_aside"])
    for entry in entries:
        place(entry.application.outcome, now=now)


def own_recovery(outcome: Outcome) -> Recovery | None:
    """The recovery that this very no began before, if it ended in the same way then."""
    stage = tracks.content_stage(outcome.kind, outcome.last_stage)
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    if track is None:
        return None
    return (
        Recovery.objects.filter(kind=KIND_BY_TRACK[track], content_stage=stage)
        .filter(entries__application=outcome.application, entries__began_it=True)
        .first()
    )


def place(outcome: Outcome, *, now: datetime) -> Recovery:
    """Where this no belongs now. Expects the lock, and no live entry of the application."""
    user, own = outcome.application.user, own_recovery(outcome)
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    is_light = track == Track.LIGHT
    current = queries.open_early_noes(user) if is_light else queries.open_guided(user)
    if own and (own.state != State.ARCHIVED or own.resting_state == State.CLOSED or current is None):
        return bring_back(own, outcome)
    if is_light:
        return gather(outcome, now=now)
    if current:
        enter(current, outcome, began_it=False)
        return current
    return start(outcome, now=now)


def bring_back(recovery: Recovery, outcome: Outcome) -> Recovery:
    """Everything as it was left: paused if it was paused, closed if it was closed."""
    if recovery.state == State.ARCHIVED:
        recovery.state = recovery.resting_state
        recovery.save(update_fields=["state"])
    enter(recovery, outcome, began_it=True)
    if not recovery.is_guided:
        early_noes.plan_page(recovery)
    return recovery


def gather(outcome: Outcome, *, now: datetime) -> Recovery:
    page = early_noes.page_for(outcome.application.user, now=now)
    enter(page, outcome, began_it=True)
    early_noes.plan_page(page)
    return page


def enter(recovery: Recovery, outcome: Outcome, *, began_it: bool) -> RecoveryApplication:
    """One live entry for this no; a note the person wrote about it elsewhere comes along."""
    earlier = RecoveryApplication.objects.filter(application=outcome.application).order_by("-recorded_at", "-pk")
    note = next((entry.note for entry in earlier if entry.note), "")
    entry, is_new = RecoveryApplication.objects.update_or_create(
        recovery=recovery,
        application=outcome.application,
        defaults={
            "no_on": outcome.decided_on,
            "no_kind": outcome.no_kind,
            "outcome_kind": outcome.kind,
            "last_stage": outcome.last_stage,
            "recorded_at": outcome.recorded_at,
            "began_it": began_it,
            "is_set_aside": False,
        },
    )
    if note and not entry.note:
        entry.note = note
        entry.save(update_fields=["note"])
    return entry


def start(outcome: Outcome, *, now: datetime) -> Recovery:
    """A new short or full recovery with its steps."""
    user, today = outcome.application.user, outcome.application.user.local_day(now)
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    stage = tracks.content_stage(outcome.kind, outcome.last_stage)
    if track is None:
        raise NothingToOffer
    recovery = Recovery.objects.create(
        user=user, kind=KIND_BY_TRACK[track], content_stage=stage, counts_from_on=outcome.decided_on, created_at=now
    )
    entry = enter(recovery, outcome, began_it=True)
    plan = tracks.plan_steps(
        tracks.candidates(advice.steps_for(user.curated_languages), stage),
        situation=queries.situation_of(entry, today=today),
        no_on=outcome.decided_on,
        today=today,
    )
    recovery.counts_from_on = plan.counts_from_on
    recovery.save(update_fields=["counts_from_on"])
    RecoveryStep.objects.bulk_create(RecoveryStep(recovery=recovery, **vars(step)) for step in plan.steps)
    return recovery


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
        close_as_joined(going_on, now=now)
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


def close_as_joined(recovery: Recovery, *, now: datetime) -> None:
    recovery.state, recovery.closed_at, recovery.closed_as = State.CLOSED, now, ClosedAs.JOINED
    recovery.pause_reason, recovery.paused_until = "", None
    recovery.save()


def reopen(recovery: Recovery, outcome: Outcome) -> Recovery:
    """Goes on with one that had been closed or put away."""
    recovery.state, recovery.closed_at, recovery.closed_as = State.ACTIVE, None, ""
    recovery.pause_reason, recovery.paused_until = "", None
    recovery.save()
    enter(recovery, outcome, began_it=True)
    return recovery


@transaction.atomic
def write_note(entry: RecoveryApplication, *, note: str, now: datetime) -> None:
    """Keeps the two-minute note about a further no."""
    entry.note = note
    entry.save(update_fields=["note"])
    tell(entry.recovery.user, now=now)


def keep_day_of_no(application: JobApplication) -> None:
    """The day on which an outcome was decided can be corrected in the history; the plan stays as it was laid."""
    outcome = Outcome.objects.filter(application=application).first()
    if outcome:
        entries = application.recovery_entries.live().exclude(no_on=outcome.decided_on)
        entries.update(no_on=outcome.decided_on)


@transaction.atomic
def forget_application(user: User, *, now: datetime) -> None:
    """An application was deleted with its history: the recovery it began goes with it, what had joined stays."""
    lock(user)
    gone = user.recoveries.exclude(entries__began_it=True)
    for recovery in gone:
        others = queries.live_entries(recovery) if recovery.is_open else []
        if recovery.is_guided or not recovery.entries.exists():
            recovery.state = State.ARCHIVED
            recovery.save(update_fields=["state"])
            move_on(others, now=now)
            recovery.delete()
    page = queries.open_early_noes(user)
    if page:
        early_noes.plan_page(page)
    if gone or page:
        tell(user, now=now)
