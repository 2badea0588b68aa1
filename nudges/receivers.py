"""News from below: every change of applications, recoveries or the person may move nudges.

The plan is written in the transaction of the change, so both stand or fall together. One thing is stronger: the
person's change must never be lost because we could not plan. So planning has a savepoint of its own; where it fails
it is logged, a worker is asked to try again, and the sweep would find it anyway.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications.models import JobApplication
from nudges import doorbell, marks, planner, queries

logger = logging.getLogger(__name__)


def application_has_changed(sender: Any, *, application: JobApplication, now: datetime, **news: Any) -> None:
    plan_anew(application.user, now=now)


def applications_have_changed(sender: Any, *, user: User, now: datetime, **news: Any) -> None:
    """Many at once, one plan."""
    plan_anew(user, now=now)


def recovery_has_changed(sender: Any, *, user: User, now: datetime, **news: Any) -> None:
    plan_anew(user, now=now)


def person_has_changed(sender: Any, *, user: User, **news: Any) -> None:
    plan_anew(user, now=timezone.now())


def person_is_back(sender: Any, *, user: User, now: datetime, **news: Any) -> None:
    """What waited for them, silence and all, waits no longer: the page they opened shows the plan as it is now."""
    if queries.is_awaited(user):
        plan_anew(user, now=now)


def plan_anew(user: User, *, now: datetime) -> None:
    """Reconciles without ever undoing the change that led here."""
    try:
        with transaction.atomic():
            planner.reconcile(user, now=now)
    except Exception:
        logger.exception("The plan of person %s could not be brought up to date; a worker will try again.", user.pk)
        marks.look_soon(user, now=now)
        doorbell.ring("plan_for", user.pk)
