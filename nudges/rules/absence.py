"""Before the silence: one note that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from nudges.facts import Facts
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, rule

UNVISITED = 2  # gentle messages without a visit, then silence


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="10 days")
def going_quiet(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Ten days after the second gentle message without a visit, once, for ten days. Ends with a visit."""
    if len(facts.unvisited) < UNVISITED:
        return
    second_on = facts.day(facts.unvisited[UNVISITED - 1])
    first_day = second_on + 10 * DAY
    yield going_quiet.wants(
        subject="",
        occurrence=second_on.isoformat(),
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(first_day + 10 * DAY),
        why="not_here",
        params={},
        is_farewell=True,
        path=reverse("applications:application-list"),
        values={"application_url": reverse("applications:application-list")},
    )
