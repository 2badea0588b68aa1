"""Before the silence: one note that says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime

from nudges.facts import Facts
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, page, rule

UNVISITED, UNVISITED_DIGESTS = 2, 4  # gentle messages and digests without a visit, then silence
# What falls silent. The note that says so belongs to the first of them that the person still has by mail.
SILENT = (NudgeList.RECOVERY, NudgeList.FOLLOW_UPS, NudgeList.KEEP_GOING, NudgeList.DIGEST)


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="10 days")
def going_quiet(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Ten days after the second gentle message or the fourth digest without a visit, once, for ten days. Ends with a
    visit.

    It says that silence begins, so it comes on any list that would fall silent and is still on, and on no other.
    """
    gentle, digests = facts.unvisited[UNVISITED - 1 :], facts.unvisited_digests[UNVISITED_DIGESTS - 1 :]
    if not gentle and not digests:
        return
    silent_on = facts.day(min([*gentle, *digests]))
    first_day = silent_on + 10 * DAY
    farewell = going_quiet.wants(
        subject="",
        occurrence=silent_on.isoformat(),
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(first_day + 10 * DAY),
        why="not_here",
        params={},
        is_farewell=True,
        path=page("applications:application-list"),
        values={"application_url": page("applications:application-list")},
    )
    still_on = [name for name in SILENT if name in facts.lists]
    yield dataclasses.replace(farewell, list=still_on[0]) if still_on else farewell
