"""People and rows by the thousand, as they would have come about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

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
    month = timedelta(days=30)
    told: dict[str, Any] = {"rule": "application_follow_up", "occurrence": "1", "list": "follow_ups", "kind": "gentle"}
    told |= {"useful_until": now + timedelta(days=40), "created_at": now}
    for state, due_at, is_odd in (("sent", now - month, 1), ("planned", now + month, 0)):
        like = Nudge(user=user, state=state, due_at=due_at, **told)
        _copies(like, range(first, first + rows), {"subject": "'application:' || i"}, f"i %% 2 = {is_odd}")


def messages(user: User, rows: int, now: datetime, *, due: int = 0, first: int = 0) -> None:
    """`due` of them are to go now, the others went long ago."""
    is_postgres = connection.vendor == "postgresql"
    key = "gen_random_uuid()" if is_postgres else "lower(hex(randomblob(16)))"
    before = "%s - i * interval '1 second'" if is_postgres else "datetime(%s, (-i) || ' seconds')"
    slot = before.replace("%s", f"'{now:%Y-%m-%d %H:%M:%S}+00'::timestamptz" if is_postgres else f"'{now:%F %T}'")
    waiting = Message(user=user, kind="gentle", slot=now, created_at=now)
    sent = Message(user=user, kind="gentle", slot=now, created_at=now, state="sent", attempts=1, sent_at=now)
    varied = {"id": key, "slot": slot, "next_attempt_at": slot}
    _copies(waiting, range(first + 1, first + due + 1), varied)
    _copies(sent, range(first + due + 1, first + rows + 1), varied | {"sent_at": slot})


def _copies(like: Model, numbers: range, varied: Mapping[str, str], condition: str = "1 = 1") -> None:
    """One row for each of the numbers `i`, written by the database itself: a million take seconds."""
    if not numbers:
        return
    fields = [field for field in like._meta.concrete_fields if not isinstance(field, AutoField)]
    said = [varied.get(field.name, "%s") for field in fields]
    constants = [field.get_db_prep_save(field.pre_save(like, True), connection) for field in fields]
    given = [value for field, value in zip(fields, constants, strict=True) if field.name not in varied]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {like._meta.db_table} ({columns})
            WITH RECURSIVE n(i) AS (SELECT {numbers[0]} UNION ALL SELECT i + 1 FROM n WHERE i < {numbers[-1]})
            SELECT {", ".join(said)} FROM n WHERE {condition}""",  # noqa: S608 - all of it ours
            given,
        )


def known_to_the_planner() -> None:
    """What PostgreSQL does by itself within minutes; SQLite has no statistics until somebody asks: nobody does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
