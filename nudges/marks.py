"""When the sweep is to look at each person's plan again: their `Mark`.

What people do brings their plan up to date in the same transaction. The sweep is for what time does: a slot that passed
without its message, a nudge whose use ended, a person who came back, a new week or day. And for what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import User
from nudges.models import Mark
from nudges.prepared import prepared

if TYPE_CHECKING:
    from nudges.planner import Plan

A_WHILE = timedelta(minutes=15)  # between two looks at the least
WHO_IS_AWAITED = timedelta(hours=1)  # plans that wait for a visit
EVERYBODY_ELSE = timedelta(days=1)
SLEEPS_AFTER = timedelta(days=60)  # who was away so long and has nothing planned is only asked after now and then
NOW_AND_THEN = timedelta(days=30)  # half of what rules look ahead, so that no date of theirs goes by unseen


async def of(ids: list[int]) -> dict[int, datetime | None]:
    return dict(await _marks(ids))


@prepared
def _marks(ids: list[int]) -> QuerySet[Mark, tuple[int, datetime | None]]:
    return Mark.objects.filter(user__in=ids).order_by().values_list("user", "look_at")


def set_for(plans: Iterable[Plan], *, marked: Mapping[int, datetime | None], now: datetime) -> None:
    """After these plans were stored. A mark that is still to come and earlier stays: a look too many harms nobody."""
    rows = []
    for plan in plans:
        moment, before = look_at(plan, now=now), marked.get(plan.user.pk)
        if before is None or not now < before <= moment:
            rows.append(Mark(user=plan.user, look_at=moment))
    if rows:
        Mark.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user"], update_fields=["look_at"])


def look_at(plan: Plan, *, now: datetime) -> datetime:
    """The first moment at which time alone may make it another plan."""
    still = [one for one in plan.laid if one.due_at or one.is_waiting]
    seen_at = max(filter(None, [plan.user.last_visit_at, plan.user.joined_at]))
    if not still and (not plan.user.is_active or seen_at < now - SLEEPS_AFTER):
        return now + NOW_AND_THEN
    moments = [now + EVERYBODY_ELSE, *(one.wanted.useful_until for one in still)]
    moments += [max(one.due_at, now) + A_WHILE for one in still if one.due_at]
    if any(one.is_waiting for one in still):
        moments.append(now + WHO_IS_AWAITED)
    return max(min(moment for moment in moments if moment > now), now + A_WHILE)


def due(now: datetime, *, limit: int) -> list[int]:
    """People whose moment has come, the longest waiting first."""
    return list(Mark.objects.filter(look_at__lte=now).order_by("look_at").values_list("user", flat=True)[:limit])


def put_off(user_id: int, *, until: datetime) -> None:
    Mark.objects.filter(user=user_id).update(look_at=until)


def look_soon(user: User, *, now: datetime) -> None:
    """Their plan could not be brought up to date: the next sweep tries it again."""
    Mark.objects.update_or_create(user=user, defaults={"look_at": now})


def add_missing(now: datetime, *, limit: int = 1000) -> int:
    """For people who came here past the app's own doors, or by an older version of it. Returns how many there were."""
    added = Mark.objects.filter(look_at=None).update(look_at=now)  # it meant: never
    while rows := [Mark(user_id=pk, look_at=now) for pk in _without(limit)]:
        Mark.objects.bulk_create(rows, ignore_conflicts=True)
        added += len(rows)
    return added


def _without(limit: int) -> list[int]:
    return list(User.objects.filter(mark=None).values_list("pk", flat=True)[:limit])
