"""The page on which early noes gather until the person looks at them together, about once a week."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from advice import queries as advice
from recovery import queries, tracks
from recovery.models import Recovery, RecoveryApplication, RecoveryStep

Kind, State = Recovery.Kind, Recovery.State


def page_for(user: User, *, now: datetime) -> Recovery:
    """The person's open page; one that they have looked through is closed, and a new one begun."""
    page = queries.open_early_noes(user)
    if page and is_looked_through(page):
        page.state, page.closed_at, page.closed_as = State.CLOSED, now, Recovery.ClosedAs.FINISHED
        page.save()
        page = None
    if page is None:
        page = Recovery.objects.create(
            user=user,
            kind=Kind.EARLY_NOES,
            content_stage=tracks.EARLY,
            counts_from_on=user.local_day(now),
            created_at=now,
        )
    return page


def is_looked_through(page: Recovery) -> bool:
    planned = [step for step in page.steps.all() if step.mode == RecoveryStep.Mode.ON]
    return bool(planned) and all(step.is_settled for step in planned)


def plan_page(page: Recovery) -> None:
    """Lays the steps of an open page out anew from the noes on it. What was begun, done or skipped stays as it is."""
    entries = queries.live_entries(page)
    if not entries or not page.is_open:
        return
    user = page.user
    candidates = tracks.candidates(advice.steps_for(user.curated_languages), tracks.EARLY)
    plan = tracks.plan_early_noes(
        candidates,
        situation=queries.early_situation(page, entries),
        here=[user.local_day(entry.recorded_at) for entry in entries],
        since_last_look=days_since_strategy(page, [step.key for step in candidates if step.batch_every]),
    )
    page.counts_from_on = plan.counts_from_on
    page.save(update_fields=["counts_from_on"])
    untouched = page.steps.filter(state=RecoveryStep.State.WAITING)
    untouched.exclude(key__in=[step.key for step in plan.steps]).delete()
    for step in plan.steps:
        words: dict[str, Any] = {"title": step.title, "language": step.language}
        words |= {"order": step.order, "mode": step.mode, "minutes": step.minutes}
        if not untouched.filter(key=step.key).update(opens_on=step.opens_on, **words):
            page.steps.get_or_create(key=step.key, defaults={"opens_on": step.opens_on, **words})


def days_since_strategy(page: Recovery, keys: list[str]) -> list[date]:
    """Days of the early noes, on any page, that were recorded after the person last settled a step of these keys."""
    earlier = RecoveryStep.objects.filter(recovery__user=page.user, recovery__kind=Kind.EARLY_NOES, key__in=keys)
    settled = [step.done_at or step.skipped_at for step in earlier.exclude(recovery=page) if step.is_settled]
    entries = queries.early_noes(page.user)
    if settled:
        entries = entries.filter(recorded_at__gt=max(moment for moment in settled if moment))
    moments = entries.order_by("recorded_at", "pk").values_list("recorded_at", flat=True)
    return [page.user.local_day(moment) for moment in moments]


def rest(entry: RecoveryApplication) -> None:
    """Takes an entry off its page for now; the page is put away with its last one."""
    page = entry.recovery
    if page.entries.live().exists():
        plan_page(page)
    else:
        page.state = State.ARCHIVED
        page.save(update_fields=["state"])
