"""Addresses at which nobody is any more, or where nobody wants our notes: none goes there until the person says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from nudges import planner
from nudges.models import DeadAddress


@transaction.atomic
def call_dead(user: User, email: str, *, why: str, told_by: str, code: str = "", now: datetime) -> None:
    """From now on nudges for this person stand on their Today page only. May repeat; the latest word is kept."""
    known = {"why": why, "told_by": told_by, "code": code[:60], "noticed_at": now}
    DeadAddress.objects.update_or_create(user=user, email=email.lower(), defaults=known)
    planner.reconcile(user, now=now)


@transaction.atomic
def call_well(user: User, *, now: datetime) -> None:
    """The person says that mail reaches them at their address again. May repeat."""
    DeadAddress.objects.filter(user=user, email=user.email.lower()).delete()
    planner.reconcile(user, now=now)


@transaction.atomic
def forget(row: DeadAddress, *, now: datetime) -> None:
    """An operator has looked into it: mail goes there again."""
    row.delete()
    planner.reconcile(row.user, now=now)
