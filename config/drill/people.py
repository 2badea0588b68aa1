"""Who is on the stage: people with one note due each, some who said no after theirs was planned, and as many who will.

    python -m config.drill.people NUMBER UNWILLING       in the environment of the stage
    python -m config.drill.people try-again              an operator's *try again* for all that is parked

All of them live where it is late morning: a note of this morning is due, and an hour to either side it still is.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django

from config.drill import minds

if TYPE_CHECKING:
    from accounts.models import User

MORNING = 10.75  # local time of everybody at the start; the slot is at 09:30


def zone_where_it_is_morning(now: datetime) -> str:
    """A zone in which it is between 10:15 and 11:15. In the names of these zones the sign is turned round."""
    offset = round(MORNING - (now.hour + now.minute / 60))
    offset = offset - 24 if offset > 12 else offset + 24 if offset < -12 else offset
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


def address_of(kind: str, n: int) -> str:
    return f"{kind}-{n}@example.org"


def gather(number: int, unwilling: int) -> None:
    from django.utils import timezone

    from accounts.models import User
    from nudges import planner
    from nudges.models import NudgePreference

    now = timezone.now()
    zone = zone_where_it_is_morning(now)
    emails = [address_of("due", n) for n in range(number)]
    emails += [address_of(kind, n) for n in range(unwilling) for kind in ("unwilling", minds.NAME)]
    users = User.objects.bulk_create(
        User(email=email, name="Robin", time_zone=zone, welcomed_at=now) for email in emails
    )
    NudgePreference.objects.bulk_create(
        NudgePreference(user=user, lists=["appointments"], is_undecided=False) for user in users
    )
    _prove(users)
    _interviews(users, now)
    local = now.astimezone(users[0].zone)
    planner.reconcile_all(local.replace(hour=8, minute=30))
    # Behind the planner's back, as if it had died in between: the plan still has their notes.
    NudgePreference.objects.filter(user__email__startswith="unwilling").update(lists=[])


def _prove(users: list[User]) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )


def _interviews(users: list[User], now: datetime) -> None:
    from applications.models import Company, Interview, JobApplication

    before = now - timedelta(days=3)
    companies = Company.objects.bulk_create(Company(user=user, name="Initech") for user in users)
    applications = JobApplication.objects.bulk_create(
        JobApplication(
            user=company.user,
            company=company,
            role="Engineer",
            stage="interview",
            last_event_at=before,
            created_at=before,
        )
        for company in companies
    )
    Interview.objects.bulk_create(
        Interview(
            application=application,
            kind="video",
            starts_at=now + timedelta(days=1),
            created_at=before,
            changed_at=before,
        )
        for application in applications
    )


def try_again() -> None:
    from django.utils import timezone

    from nudges import delivery
    from nudges.models import Message

    for message in Message.objects.filter(state=Message.State.PARKED):
        delivery.try_again(message, now=timezone.now())


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "try-again":
        try_again()
    else:
        gather(int(sys.argv[1]), int(sys.argv[2]))
