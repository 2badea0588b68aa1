"""A database such as it is after years: one person with 1,000 applications, one with 10,000, a thousand others.

Built by the thousand rather than by the app's own verbs, in half a minute, and kept until a day, a migration or this
file is another.
"""

import hashlib
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from accounts.models import User
from applications import operations
from applications.folding import fold
from applications.models import Company, Contact, Event, Interview, JobApplication, Outcome, SearchText, Tag
from applications.operations.searching import sort_by_names, text_of
from nudges.models import NudgePreference

Row = TypeVar("Row", bound=Model)
SIZES = [1_000, 10_000]
OTHERS, OF_EACH, LIVE = 1_000, 20, 12
BATCH = 500
DAYS = 730
SYLLABLES = ["ka", "lo", "mi", "ren", "to", "sul", "va", "ner", "pi", "dor", "wen", "ga", "shi", "bru", "el", "zam"]
WORDS = [first + second + third for first in SYLLABLES for second in SYLLABLES for third in SYLLABLES[::5]]
LIVE_STAGES = ["applied", "applied", "interview", "saved", "screening", "applied", "final_round", "preparing"]
CLOSED_STAGES = ["applied"] * 6 + ["screening", "screening", "interview", "final_round"]
ENDINGS = ["ghosted"] * 6 + ["rejected"] * 3 + ["withdrawn"]
TAGS = ["fair", "dream", "remote first", "through a friend", "agency", "startup", "public sector", "second try"]


def address_of(size: int) -> str:
    return f"bench-{size}@example.org"


def build(now: datetime) -> None:
    """Fills the database, unless it is full of exactly this already. Whatever else is in it goes."""
    mark = f"built-{fingerprint(now)}@example.org"
    if User.objects.filter(email=mark).exists():
        return
    call_command("flush", interactive=False, verbosity=0)
    call_command("content", "load", verbosity=0)
    with transaction.atomic():
        for user in User.objects.bulk_create(User(email=f"other-{n}@example.org") for n in range(OTHERS)):
            Shelf(user, OF_EACH, now).fill(posting_words=30)
        for size in SIZES:
            person(size, now)
        User.objects.create(email=mark)
    if connection.vendor == "postgresql":  # which does so by itself within minutes; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def fingerprint(now: datetime) -> str:
    migrations = sorted(MigrationRecorder(connection).applied_migrations())
    said = [now.date(), migrations, Path(__file__).read_text()]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def person(size: int, now: datetime) -> None:
    """One who has much behind them, a recovery going on, notes planned, and an interview tomorrow."""
    user = User.objects.create(email=address_of(size), name="Ada Example", welcomed_at=now, time_zone="Europe/Berlin")
    NudgePreference.objects.create(user=user, lists=["follow_ups"], weekly_goal=5, is_undecided=False)
    shelf = Shelf(user, size, now)
    shelf.fill(posting_words=250)
    said_no = next(row for row in shelf.applications if row.stage == "interview")
    operations.record_outcome(
        said_no, kind="rejected", decided_on=user.local_day(now), no_kind="personal_mail", now=now - timedelta(hours=20)
    )


class Shelf:
    """All that one person keeps. The first `LIVE` applications are open, the further ones lie back over two years."""

    def __init__(self, user: User, size: int, now: datetime) -> None:
        self.user, self.size, self.now = user, size, now
        self.random = random.Random(size)  # noqa: S311  the same words every time
        self.applications: list[JobApplication] = []

    def fill(self, *, posting_words: int) -> None:
        companies = kept(
            Company(user=self.user, name=f"{self.said(2).title()} {n}") for n in range(self.size * 7 // 10)
        )
        self.applications = kept(self.application(n, companies, posting_words) for n in range(self.size))
        kept(self.outcome(n, row) for n, row in self.numbered() if n >= LIVE)
        kept(event for n, row in self.numbered() for event in self.events(n, row))
        kept(interview for n, row in self.numbered() for interview in self.interviews(n, row))
        self.add_people_and_tags()
        words = JobApplication.objects.filter(user=self.user).select_related("company")
        for start in range(0, self.size, BATCH):
            some = words.prefetch_related("contacts", "tags").order_by("pk")[start : start + BATCH]
            SearchText.objects.bulk_create(text_of(row) for row in some)

    def numbered(self) -> Iterable[tuple[int, JobApplication]]:
        return enumerate(self.applications)

    def said(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def moment(self, n: int) -> datetime:
        """When it last moved: live ones within three weeks, the others evenly since."""
        back = timedelta(days=2 * n) if n < LIVE else timedelta(days=24 + (n - LIVE) * DAYS / self.size)
        return self.now - back - timedelta(minutes=n % 600)

    def application(self, n: int, companies: list[Company], posting_words: int) -> JobApplication:
        moment = self.moment(n)
        stages = LIVE_STAGES if n < LIVE else CLOSED_STAGES
        row = JobApplication(
            user=self.user,
            company=companies[n % len(companies)],
            role=f"{self.said(2).title()} engineer",
            stage=stages[n % len(stages)],
            url=f"https://jobs.example.org/{n}",
            location=self.said(1).title(),
            work_mode=["on_site", "hybrid", "remote", ""][n % 4],
            salary_min=40_000 + n % 30 * 1_000,
            salary_max=60_000 + n % 30 * 1_000,
            salary_currency="EUR",
            salary_period="year",
            source=["A fair", "A friend", "Their page", "An agency"][n % 4],
            excitement=n % 5 + 1 if n % 3 else None,
            notes=self.said(25),
            posting_text=self.said(posting_words),
            applied_on=(moment - timedelta(days=20)).date(),
            deadline_on=(self.now + timedelta(days=n - 20)).date() if n % 3 == 0 and n < 60 else None,
            last_event_at=moment,
            created_at=moment - timedelta(days=25),
            closed_at=None if n < LIVE else moment,
        )
        return sort_by_names(row)

    def outcome(self, n: int, row: JobApplication) -> Outcome:
        return Outcome(
            application=row,
            kind=ENDINGS[n % len(ENDINGS)],
            decided_on=row.last_event_at.date(),
            last_stage=row.stage,
            is_bulk=n % 2 == 0,
            recorded_at=row.last_event_at,
        )

    def events(self, n: int, row: JobApplication) -> Iterable[Event]:
        for number, kind in enumerate(["added", "applied", "heard", "note", "moved", "note", "heard"][: 3 + n % 5]):
            at = row.created_at + timedelta(days=3 * number)
            data = {"from": "applied", "to": row.stage} if kind == "moved" else {}
            note = self.said(12) if kind == "note" else ""
            yield Event(application=row, kind=kind, happened_on=at.date(), recorded_at=at, data=data, note=note)

    def interviews(self, n: int, row: JobApplication) -> Iterable[Interview]:
        if row.stage not in {"screening", "interview", "final_round"}:
            return
        for number in range(1 + n % 3):
            at = row.last_event_at - timedelta(days=9 * number)
            if n < LIVE and number == 0:
                at = row.last_interview_at = self.now + timedelta(days=n % 5, hours=5)
            yield Interview(
                application=row,
                round=number + 1,
                starts_at=at,
                notes=self.said(30),
                people="Eve Example",
                created_at=at,
            )

    def add_people_and_tags(self) -> None:
        contacts = kept(
            Contact(user=self.user, company=row.company, name=f"{self.said(2).title()}", how_known=self.said(3))
            for row in self.applications[::10]
        )
        link = Contact.applications.through
        kept(link(contact=one, jobapplication=row) for one, row in zip(contacts, self.applications[::10], strict=True))
        tags = kept(Tag(user=self.user, name=name, folded=fold(name)) for name in TAGS)
        tagged = JobApplication.tags.through
        kept(tagged(jobapplication=row, tag=tags[n % len(tags)]) for n, row in self.numbered() if n % 3 == 0)
        with_interview = [row for row in self.applications if row.last_interview_at]
        JobApplication.objects.bulk_update(with_interview, ["last_interview_at"])


def kept(rows: Iterable[Row]) -> list[Row]:
    """Writes them down. Not as a generator: what one row says may come of the rows before it."""
    rows = list(rows)
    manager: Any = type(rows[0])._default_manager if rows else None
    return list(manager.bulk_create(rows, batch_size=BATCH)) if rows else []
