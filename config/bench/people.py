"""A database such as it is after years: one person with 1,000 applications, one with 10,000, a thousand others.

Built by the thousand rather than by the app's own verbs, and kept until a day, a migration or this
file is another.
"""

import hashlib
import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from accounts.models import User
from applications import operations
from applications.folding import fold
from applications.models import Company, Contact, Event, Interview, JobApplication, Outcome, SearchText, Tag
from applications.operations.searching import joined, sort_by_names
from applications.searching import ANYWHERE, IN_NAMES, IN_SOURCE
from nudges.models import NudgePreference

Row = TypeVar("Row", bound=Model)
SIZES = [1_000, 10_000]
BOARD = 500  # of one who has as many on the board
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
        others = User.objects.bulk_create(User(email=f"other-{n}@example.org") for n in range(OTHERS))
        fill([Shelf(user, OF_EACH, now, posting_words=30) for user in others])
        for size in SIZES:
            person(size, now)
        on_the_board(now)
        User.objects.create(email=mark)
    if connection.vendor == "postgresql":  # which does so by itself within minutes; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def fingerprint(now: datetime) -> str:
    migrations = sorted(MigrationRecorder(connection).applied_migrations())
    said = [now.date(), migrations, Path(__file__).read_text()]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def on_the_board(now: datetime) -> None:
    user = User.objects.create(email=address_of(BOARD), name="Grace Example", welcomed_at=now)
    fill([Shelf(user, BOARD, now, posting_words=30, live=BOARD)])


def person(size: int, now: datetime) -> None:
    """One who has much behind them, a recovery going on, notes planned, and an interview tomorrow."""
    user = User.objects.create(email=address_of(size), name="Ada Example", welcomed_at=now, time_zone="Europe/Berlin")
    NudgePreference.objects.create(user=user, lists=["follow_ups"], weekly_goal=5, is_undecided=False)
    shelf = Shelf(user, size, now, posting_words=200)
    fill([shelf])
    said_no = next(row for row in shelf.applications if row.stage == "interview")
    operations.record_outcome(
        said_no, kind="rejected", decided_on=user.local_day(now), no_kind="personal_mail", now=now - timedelta(hours=20)
    )


class Shelf:
    """All that one person keeps. The first `live` applications are open, the further ones lie back over two years."""

    def __init__(self, user: User, size: int, now: datetime, *, posting_words: int, live: int = LIVE) -> None:
        self.user, self.size, self.now, self.posting_words, self.live = user, size, now, posting_words, live
        self.random = random.Random(size)  # noqa: S311  the same words every time
        self.companies = [
            Company(user=user, name=f"{self.said(2).title()} {n}", created_at=now) for n in range(size * 7 // 10)
        ]
        self.tags = [Tag(user=user, name=name, folded=fold(name)) for name in TAGS]
        self.applications: list[JobApplication] = []
        self.contacts: list[Contact] = []

    def numbered(self) -> Iterable[tuple[int, JobApplication]]:
        return enumerate(self.applications)

    def said(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def moment(self, n: int) -> datetime:
        """When it last moved: live ones within three weeks, the others evenly since."""
        back = timedelta(days=24 * n / self.live)
        if n >= self.live:
            back = timedelta(days=24 + (n - self.live) * DAYS / self.size)
        return self.now - back - timedelta(minutes=n % 600)

    def application(self, n: int) -> JobApplication:
        moment = self.moment(n)
        stages = LIVE_STAGES if n < self.live else CLOSED_STAGES
        row = JobApplication(
            user=self.user,
            company=self.companies[n % len(self.companies)],
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
            posting_text=self.said(self.posting_words),
            applied_on=(moment - timedelta(days=20)).date(),
            deadline_on=(self.now + timedelta(days=n - 20)).date() if n % 3 == 0 and n < 60 else None,
            last_event_at=moment,
            created_at=moment - timedelta(days=25),
            closed_at=None if n < self.live else moment,
        )
        row.heard_on = self.heard_on(n, row)
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
        for number, kind in enumerate(self.kinds_of_events(n)):
            at = row.created_at + timedelta(days=3 * number)
            data = {"from": "applied", "to": row.stage} if kind == "moved" else {}
            note = self.said(12) if kind == "note" else ""
            yield Event(application=row, kind=kind, happened_on=at.date(), recorded_at=at, data=data, note=note)

    def kinds_of_events(self, n: int) -> list[str]:
        """One in three was answered; nearly as much is noted of the others."""
        heard = "heard" if n % 3 == 0 else "note"
        return ["added", "applied", heard, "note", "moved", "note", heard][: 3 + n % 5]

    def heard_on(self, n: int, row: JobApplication) -> date | None:
        """As operations work it out of these events."""
        kinds, is_further = self.kinds_of_events(n), row.stage not in {"saved", "preparing", "applied"}
        answers = {"heard", "moved"} if is_further else {"heard"}
        days = [
            (row.created_at + timedelta(days=3 * number)).date() for number, kind in enumerate(kinds) if kind in answers
        ]
        return min(days, default=None)

    def interviews(self, n: int, row: JobApplication) -> Iterable[Interview]:
        """Before their application is written, whose last interview they are."""
        if row.stage not in {"screening", "interview", "final_round"}:
            return
        for number in range(1 + n % 3):
            at = row.last_event_at - timedelta(days=9 * number)
            if n < self.live and number == 0:
                at = self.now + timedelta(days=n % 5, hours=5)
            row.last_interview_at = max(at, row.last_interview_at or at)
            row.talked_on = min(at.date(), row.talked_on or at.date())
            yield Interview(
                application=row,
                round=number + 1,
                starts_at=at,
                people="Eve Example",
                created_at=row.created_at,
                changed_at=row.created_at,
            )

    def contact(self, row: JobApplication) -> Contact:
        return Contact(user=self.user, company=row.company, name=self.said(2).title(), how_known=self.said(3))

    def words(self, row: JobApplication) -> SearchText:
        names = [row.company.name, row.role]
        places = {ANYWHERE: [*names, row.location, row.source, row.notes, row.posting_text]}
        places |= {IN_NAMES: names, IN_SOURCE: [row.source]}
        return SearchText(application=row, text=joined(self.user.pk, places))


def fill(shelves: list[Shelf]) -> None:
    kept(company for shelf in shelves for company in shelf.companies)
    kept(tag for shelf in shelves for tag in shelf.tags)
    for shelf in shelves:
        shelf.applications = [shelf.application(n) for n in range(shelf.size)]
    interviews = [one for shelf in shelves for n, row in shelf.numbered() for one in shelf.interviews(n, row)]
    kept(row for shelf in shelves for row in shelf.applications)
    kept(interviews)
    kept(shelf.outcome(n, row) for shelf in shelves for n, row in shelf.numbered() if n >= shelf.live)
    kept(event for shelf in shelves for n, row in shelf.numbered() for event in shelf.events(n, row))
    kept(shelf.words(row) for shelf in shelves for row in shelf.applications)
    for shelf in shelves:
        shelf.contacts = [shelf.contact(row) for row in shelf.applications[::10]]
    kept(contact for shelf in shelves for contact in shelf.contacts)
    known, tagged = Contact.applications.through, JobApplication.tags.through
    kept(
        known(contact=contact, jobapplication=row)
        for shelf in shelves
        for contact, row in zip(shelf.contacts, shelf.applications[::10], strict=True)
    )
    kept(
        tagged(jobapplication=row, tag=shelf.tags[n % len(TAGS)])
        for shelf in shelves
        for n, row in shelf.numbered()
        if n % 3 == 0
    )


def kept(rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
