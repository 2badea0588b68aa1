"""People and rows by the thousand, as they would have come about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from applications.models import Company, Interview, JobApplication
from nudges.models import Message, Nudge, NudgePreference

AT_ONCE = 5_000
PROVIDERS = ["example.org", "example.net", "mail.example", "post.example"]


def people(number: int, now: datetime, *, first: int = 0) -> list[User]:
    """Everybody has said yes to follow-ups and appointments. Half meet somebody tomorrow, half wait for an answer."""
    users = User.objects.bulk_create(
        User(email=f"p{n}@{PROVIDERS[n % 4]}", name=f"Ada{n} Example", time_zone="Europe/Berlin", last_visit_at=now)
        for n in range(first, first + number)
    )
    NudgePreference.objects.bulk_create(
        NudgePreference(user=user, lists=["follow_ups", "appointments"], is_undecided=False) for user in users
    )
    companies = Company.objects.bulk_create(Company(user=user, name="Initech & Söhne") for user in users)
    before = now - timedelta(days=8)
    applications = JobApplication.objects.bulk_create(
        JobApplication(
            user=company.user,
            company=company,
            role="Engineer",
            stage="interview" if n % 2 else "applied",
            applied_on=before.date(),
            last_event_at=before,
            created_at=before,
        )
        for n, company in enumerate(companies)
    )
    Interview.objects.bulk_create(
        Interview(
            application=application,
            kind="video",
            starts_at=now + timedelta(days=1, hours=6),
            created_at=now,
            changed_at=now,
        )
        for application in applications
        if application.stage == "interview"
    )
    return users


def nudges(user: User, rows: int, now: datetime, *, first: int = 0) -> None:
    """Half of them sent long ago, half planned for later."""
    for batch in _batches(first, rows):
        Nudge.objects.bulk_create(
            Nudge(
                user=user,
                rule="application_follow_up",
                subject=f"application:{n}",
                occurrence="1",
                list="follow_ups",
                kind="gentle",
                state="sent" if n % 2 else "planned",
                due_at=now - timedelta(days=30) if n % 2 else now + timedelta(days=30),
                useful_until=now + timedelta(days=40),
                created_at=now,
            )
            for n in batch
        )


def messages(user: User, rows: int, now: datetime, *, due: int = 0, first: int = 0) -> None:
    """`due` of them are to go now, the others went long ago."""
    for batch in _batches(first, rows):
        Message.objects.bulk_create(_message(user, n, now, is_due=n - first < due) for n in batch)


def _message(user: User, n: int, now: datetime, *, is_due: bool) -> Message:
    slot = now - timedelta(seconds=n + 1)
    told: dict[str, Any] = {} if is_due else {"state": "sent", "sent_at": slot, "attempts": 1}
    return Message(user=user, slot=slot, kind="gentle", next_attempt_at=slot, created_at=now, **told)


def _batches(first: int, rows: int) -> Iterator[range]:
    for begin in range(first, first + rows, AT_ONCE):
        yield range(begin, min(begin + AT_ONCE, first + rows))


def known_to_the_planner() -> None:
    """What PostgreSQL does by itself within minutes; SQLite has no statistics until somebody asks: nobody does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
