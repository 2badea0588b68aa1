from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Act, JobApplication, SearchPeriod
from applications.operations.many import done, taken


@transaction.atomic
def add_period(user: User, *, name: str, is_current: bool, takes_in: bool, now: datetime) -> SearchPeriod:
    """Begins a stretch of the search. With `takes_in` all applications that are in no period go into it."""
    period = SearchPeriod.objects.create(user=user, name=name, created_at=now)
    if takes_in:
        JobApplication.with_trash.filter(user=user, period=None).update(period=period)
    if is_current:
        make_period_current(period)
    return period


@transaction.atomic
def rename_period(period: SearchPeriod, *, name: str) -> None:
    """Gives it another name."""
    period.name = name
    period.save(update_fields=["name"])


@transaction.atomic
def make_period_current(period: SearchPeriod) -> None:
    """New applications go into this one from now on, and those of the others are folded away."""
    User.objects.select_for_update(no_key=True).get(pk=period.user_id)
    SearchPeriod.objects.filter(user=period.user_id, is_current=True).exclude(pk=period.pk).update(is_current=False)
    period.is_current = True
    period.save(update_fields=["is_current"])


@transaction.atomic
def delete_period(period: SearchPeriod, *, to: SearchPeriod | None) -> None:
    """Forgets the period. Its applications stay, and go into another one or into none."""
    JobApplication.with_trash.filter(period=period).update(period=to)
    period.delete()


@transaction.atomic
def change_period_many(user: User, keys: Iterable[int], *, period: SearchPeriod | None, now: datetime) -> Act | None:
    """Puts several into a period of the person's, or into none."""
    goal = period.pk if period else None
    rows = [row for row in taken(user, keys) if row.period_id != goal]
    before: dict[int, dict[str, Any]] = {row.pk: {"period": row.period_id, "to": goal} for row in rows}
    JobApplication.objects.filter(pk__in=before).update(period=period)
    return done(user, Act.Verb.PERIOD, before, now=now)
