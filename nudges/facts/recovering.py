"""Facts about the recovery that goes on, and about questions to employers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Contact
from nudges.asking import together
from nudges.facts.kinds import FeedbackFact, RecoveryFact, StepFact
from nudges.facts.talks import ABOUT_ITS, application_fact
from nudges.prepared import prepared
from recovery.models import FeedbackRequest, Recovery, RecoveryApplication, RecoveryStep
from recovery.operations.feedback import STEP

FEEDBACK_DAYS = timedelta(days=30)


async def recoveries_of(ids: list[int], now: datetime) -> dict[int, RecoveryFact]:
    """The one of each person that is guided and goes on, as long as a no stands that it deals with."""
    recoveries = await _open_recoveries(ids)
    if not recoveries:
        return {}
    keys = [row.pk for row in recoveries]
    entries, of_all = await together(_entries(keys), _steps(keys))
    first: dict[int, RecoveryApplication] = {}
    for entry in entries:
        first.setdefault(entry.recovery_id, entry)
    steps: dict[int, list[StepFact]] = defaultdict(list)
    for step in of_all:
        is_planned = step.mode == RecoveryStep.Mode.ON
        steps[step.recovery_id].append(StepFact(step.key, is_planned, step.is_settled, step.opens_on, step.title))
    names = await contact_names(entry.application_id for entry in first.values())
    return {
        row.user_id: _recovery(row, first[row.pk], steps[row.pk], names, now) for row in recoveries if row.pk in first
    }


@prepared
def _open_recoveries(ids: list[int]) -> QuerySet[Recovery]:
    return Recovery.objects.open().guided().filter(user__in=ids)


@prepared
def _entries(recoveries: list[int]) -> QuerySet[RecoveryApplication]:
    """That with which each began comes first."""
    return (
        RecoveryApplication.objects.live()
        .filter(recovery__in=recoveries)
        .select_related("application__company")
        .only("recovery", "began_it", "no_on", "recorded_at", "outcome_kind", *ABOUT_ITS)
        .order_by("-began_it", "recorded_at", "pk")
    )


@prepared
def _steps(recoveries: list[int]) -> QuerySet[RecoveryStep]:
    return RecoveryStep.objects.filter(recovery__in=recoveries).defer("snapshot")


def _recovery(
    row: Recovery, first: RecoveryApplication, steps: list[StepFact], names: dict[int, str], now: datetime
) -> RecoveryFact:
    return RecoveryFact(
        pk=row.pk,
        application=application_fact(first.application, is_open=False, contact_name=names.get(first.application_id)),
        no_on=first.no_on,
        recorded_at=first.recorded_at,
        counts_from_on=row.counts_from_on,
        outcome_kind=first.outcome_kind,
        is_paused=row.is_paused(now),
        steps=tuple(steps),
    )


async def feedback_of(ids: list[int], now: datetime) -> dict[int, list[FeedbackFact]]:
    requests = await _feedback_requests(ids, now)
    names = await contact_names(row.application_id for row in requests)
    found: dict[int, list[FeedbackFact]] = defaultdict(list)
    for row in requests:
        about = application_fact(row.application, is_open=False, contact_name=names.get(row.application_id))
        days = (row.later_on, row.asked_on, row.follow_up_on, row.followed_up_on)
        fact = FeedbackFact(about, row.state, *days, is_let_be=row.is_let_be)
        found[row.application.user_id].append(fact)
    return found


@prepared
def _feedback_requests(ids: list[int], now: datetime) -> QuerySet[Any]:
    since = (now - FEEDBACK_DAYS).date()
    lately = Q(state=FeedbackRequest.State.ASKED) & (Q(asked_on__gte=since) | Q(follow_up_on__gte=since))
    of_recovery = Q(
        application__recovery_entries__is_set_aside=False,
        application__recovery_entries__recovery__state__in=Recovery.OPEN_STATES,
    )
    put_off = Q(state=FeedbackRequest.State.LATER, later_on__gte=since)
    return (
        FeedbackRequest.objects.filter(
            lately | of_recovery | put_off, application__user__in=ids, application__trashed_at=None
        )
        .exclude(application__outcome=None)
        .select_related("application__company")
        .only("state", "later_on", "asked_on", "follow_up_on", "followed_up_on", *ABOUT_ITS)
        .annotate(is_let_be=_let_be())
        .distinct()
        .order_by("pk")
    )


def _let_be() -> Exists:
    """Whether its step was done or left out, or its recovery closed, after the last word on the question."""
    steps = RecoveryStep.objects.filter(
        key=STEP,
        recovery__entries__application=OuterRef("application"),
        recovery__entries__began_it=True,
    )
    said = OuterRef("updated_at")
    return Exists(steps.filter(Q(done_at__gt=said) | Q(skipped_at__gt=said) | Q(recovery__closed_at__gt=said)))


async def contact_names(applications: Iterable[int]) -> dict[int, str]:
    """Whom the person knows there: the first one of each application."""
    keys = list(applications)
    return dict(await _contacts(keys)) if keys else {}


@prepared
def _contacts(applications: list[int]) -> QuerySet[Contact, tuple[int, str]]:
    rows = Contact.objects.filter(applications__in=applications)
    return rows.order_by("-pk").values_list("applications", "name")
