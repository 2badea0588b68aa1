"""Facts about employers who do not answer: applications grown quiet, and days chosen for closing one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from applications.models import Event, JobApplication
from nudges.facts.kinds import ApplicationFact, ClosingFact
from nudges.facts.talks import ABOUT, application_fact
from nudges.prepared import prepared
from recovery import silence

BACK, AHEAD = timedelta(days=45), timedelta(days=60)

Quiet = dict[int, list[ApplicationFact]]
Closings = dict[int, list[ClosingFact]]


async def silent_of(people: Mapping[int, User], now: datetime) -> tuple[Quiet, Closings]:
    """What was applied for lately enough to be followed up; and after a check-in, the days that people chose."""
    quiet: Quiet = defaultdict(list)
    chosen: list[JobApplication] = []
    for row in await _silent(list(people), now):
        row.user = people[row.user_id]
        if rests_since_import(row):
            continue
        if row.stage == JobApplication.Stage.APPLIED:
            quiet[row.user_id].append(application_fact(row, is_open=True))
        else:
            chosen.append(row)
    closings: Closings = defaultdict(list)
    for row, silent in silence.with_chosen_days(chosen, now=now):
        if row.follow_up_on:
            fact = ClosingFact(application_fact(row, is_open=True), silent.since_on, row.follow_up_on)
            closings[row.user_id].append(fact)
    return quiet, closings


def rests_since_import(row: Any) -> bool:
    """What came with a spreadsheet is let be until something happens to it, or a day comes that the person chose."""
    if row.imported_at is None or row.is_touched:
        return False
    return row.follow_up_on is None or row.follow_up_on <= row.user.local_day(row.imported_at)


@prepared
def _silent(ids: list[int], now: datetime) -> QuerySet[Any]:
    days = ((now - BACK).date(), (now + AHEAD).date())
    is_recent = Q(last_event_at__gte=now - BACK) | Q(follow_up_on__gte=days[0])
    since_import = Event.objects.current().filter(application=OuterRef("pk"), recorded_at__gt=OuterRef("imported_at"))
    is_quiet = Q(stage=JobApplication.Stage.APPLIED, applied_on__isnull=False) & is_recent
    return (
        JobApplication.objects.open()
        .at_hand()
        .filter(is_quiet | Q(stage__in=silence.TALKED, follow_up_on__range=days), user__in=ids)
        .select_related("company")
        .only("closed_at", "imported_at", *ABOUT)
        .annotate(is_touched=Exists(since_import))
        .order_by("applied_on", "pk")
    )
