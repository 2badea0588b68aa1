"""The steps of a guided recovery and their days, as the rules give them."""

from collections.abc import Iterator
from contextlib import contextmanager

from advice import queries as advice
from recovery import queries, tracks
from recovery.models import Recovery, RecoveryApplication, RecoveryStep


def plan_for(entry: RecoveryApplication) -> tracks.Plan:
    """What the rules give for the no that began a recovery, on the day on which it was begun, or marked again."""
    recovery = entry.recovery
    planned_on = recovery.user.local_day(max(recovery.created_at, entry.recorded_at))
    return tracks.plan_steps(
        tracks.candidates(advice.steps_for(recovery.user.curated_languages), recovery.content_stage),
        situation=queries.situation_of(entry, today=planned_on),
        no_on=entry.no_on,
        today=planned_on,
    )


def lay_out(entry: RecoveryApplication) -> None:
    """Gives a recovery its steps. Those that were begun, settled or held for later stay as they are."""
    recovery, plan = entry.recovery, plan_for(entry)
    recovery.counts_from_on = plan.counts_from_on
    recovery.save(update_fields=["counts_from_on"])
    recovery.steps.filter(state=RecoveryStep.State.WAITING, opens_at=None).delete()
    kept = set(recovery.steps.values_list("key", flat=True))
    RecoveryStep.objects.bulk_create(
        RecoveryStep(recovery=recovery, **vars(step)) for step in plan.steps if step.key not in kept
    )


@contextmanager
def kept_in_step(recovery: Recovery) -> Iterator[None]:
    """Around a change of the no that began it: where the rules give another plan now, the untouched steps follow. What
    they give as before keeps the days that the person chose.
    """
    began = recovery.entries.filter(began_it=True).first()
    before = plan_for(began) if began else None
    yield
    now = recovery.entries.filter(began_it=True).first()
    if now and plan_for(now) != before:
        lay_out(now)
