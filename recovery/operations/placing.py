"""Where a no belongs: in a recovery of its own, in the one that is going on, or on the page of early noes."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from applications.models import Outcome
from recovery import queries, tracks
from recovery.models import Recovery, RecoveryApplication
from recovery.operations import early_noes, planning
from recovery.tracks import Track

Kind, State, ClosedAs = Recovery.Kind, Recovery.State, Recovery.ClosedAs
KIND_BY_TRACK = {
    Track.LIGHT: Kind.EARLY_NOES,
    Track.SHORT: Kind.SHORT,
    Track.FULL: Kind.FULL,
    Track.OFFERED: Kind.SHORT,
}


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
    is_light = tracks.track_for(outcome.kind, outcome.last_stage) == Track.LIGHT
    current = queries.open_early_noes(user) if is_light else queries.open_guided(user)
    if own and (own.resting_state == State.CLOSED or current in (None, own)):
        return bring_back(own, outcome)
    if is_light:
        return gather(outcome, now=now)
    if current:
        enter(current, outcome, began_it=False)
        return current
    return start(outcome, now=now)


def bring_back(recovery: Recovery, outcome: Outcome) -> Recovery:
    """Everything as it was left: paused if it was paused, closed if it was closed.

    Where the no came on another day than was said first, what nobody has touched yet gets the days that go with it.
    """
    recovery.state = recovery.resting_state
    if recovery.is_open:
        recovery.closed_at, recovery.closed_as = None, ""
    recovery.save()
    if not recovery.is_guided:
        enter(recovery, outcome, began_it=True)
        early_noes.plan_page(recovery)
        return recovery
    with planning.kept_in_step(recovery):
        enter(recovery, outcome, began_it=True)
    return recovery


def gather(outcome: Outcome, *, now: datetime) -> Recovery:
    page = early_noes.page_for(outcome.application.user, now=now)
    enter(page, outcome, began_it=True)
    early_noes.plan_page(page)
    return page


def start(outcome: Outcome, *, now: datetime) -> Recovery:
    """A new short or full recovery with its steps. Only for an ending that calls for one."""
    recovery = Recovery.objects.create(
        user=outcome.application.user,
        kind=KIND_BY_TRACK[tracks.track_for(outcome.kind, outcome.last_stage) or Track.SHORT],
        content_stage=tracks.content_stage(outcome.kind, outcome.last_stage),
        counts_from_on=outcome.decided_on,
        created_at=now,
    )
    planning.lay_out(enter(recovery, outcome, began_it=True))
    return recovery


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


def fill_the_place_of(gone: Recovery, joined: list[RecoveryApplication], *, now: datetime) -> None:
    """What goes on instead of one that was put away, as if it had never been there: what had been closed for it, else
    the first that had joined it. The person's pause goes on too.
    """
    for entry in joined:
        entry.is_set_aside = True
        entry.save(update_fields=["is_set_aside"])
    go_back(gone.user, since=gone.created_at)
    for entry in joined:
        place(entry.application.outcome, now=now)
    goes_on = queries.open_guided(gone.user)
    if goes_on and gone.pause_reason and not goes_on.pause_reason and not is_old_news(gone, goes_on):
        goes_on.state, goes_on.pause_reason, goes_on.paused_until = State.PAUSED, gone.pause_reason, gone.paused_until
        if gone.pause_reason == Recovery.PauseReason.GOOD_NEWS:
            goes_on.good_news_at = gone.good_news_at
        goes_on.save()


def is_old_news(gone: Recovery, goes_on: Recovery) -> bool:
    """It rested for good news that was there before the no of the other one: what came before a no is no news to it."""
    if gone.pause_reason != Recovery.PauseReason.GOOD_NEWS or gone.good_news_at is None:
        return False
    began = goes_on.entries.live().filter(began_it=True).first()
    return began is not None and gone.good_news_at <= began.recorded_at


def go_back(user: User, *, since: datetime) -> None:
    """Goes on with the last one that was closed for another, since that other one was begun."""
    stands = RecoveryApplication.objects.live().filter(recovery=OuterRef("pk"), began_it=True)
    closed_for_it = user.recoveries.guided().filter(state=State.CLOSED, closed_as=ClosedAs.JOINED)
    last = closed_for_it.filter(Exists(stands), closed_at__gte=since).order_by("-closed_at").first()
    if last:
        last.state, last.closed_at, last.closed_as = last.resting_state, None, ""
        last.save()
