"""What the main pages cost for one person with 100, 1,000 and 10,000 applications, among a thousand other people."""

import re
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from applications import operations
from applications.models import Company, Event, JobApplication, Outcome

SIZES = [100, 1_000, 10_000]
OTHERS, OF_EACH = 1_000, 20
ROUNDS = 40


class PageCost(NamedTuple):
    page: str
    applications: int
    p50_ms: float
    p95_ms: float
    queries: int
    kilobytes: float


def measure(now: datetime) -> Iterator[PageCost]:
    """Through the whole stack of middleware and templates, in process: no network."""
    other_people(now)
    for size in SIZES:
        user = person_with(size, now)
        client = Client()
        client.force_login(user)
        middle = user.applications.open().order_by("pk")[0]
        for name, url in {
            "Today": reverse("nudges:today-show"),
            "List": reverse("applications:application-list"),
            "List deep": deep_in_the_list(client),
            "By company": reverse("applications:application-list") + "?sort=company&closed=on",
            "Search all": reverse("applications:application-list") + "?q=comp&closed=on",
            "Search few": reverse("applications:application-list") + "?q=company+17&closed=on",
            "Board": reverse("applications:board"),
            "Detail": middle.get_absolute_url(),
        }.items():
            yield cost_of(client, name, url, size)


def deep_in_the_list(client: Client) -> str:
    """The address of a page as far from the first one as there are, the twelfth at most."""
    address = reverse("applications:application-list") + "?closed=on"
    deep = address
    for _ in range(12):
        after = re.search(r"after=([\w-]+)", client.get(deep).content.decode())
        if after is None:
            break
        deep = f"{address}&after={after[1]}"
    return deep


def other_people(now: datetime) -> None:
    """Whose applications say the same words."""
    users = User.objects.bulk_create(User(email=f"other-{n}@example.org") for n in range(OTHERS))
    for user in users:
        fill(user, OF_EACH, now)
    finish()


def cost_of(client: Client, page: str, url: str, size: int) -> PageCost:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(url).content
    asked = len(queries)  # the next request clears the log
    seconds = sorted(timed(client, url) for _ in range(ROUNDS))
    return PageCost(
        page,
        size,
        statistics.median(seconds) * 1000,
        seconds[int(ROUNDS * 0.95) - 1] * 1000,
        asked,
        len(body) / 1024,
    )


def timed(client: Client, url: str) -> float:
    begin = time.perf_counter()
    response = client.get(url)
    seconds = time.perf_counter() - begin
    assert response.status_code == 200, response.status_code  # noqa: S101
    return seconds


def person_with(size: int, now: datetime) -> User:
    """One person whose search has this many applications: one in eight open, spread over stages and two years."""
    user = User.objects.create_user(f"bench-{size}@example.org", "a-long-enough-secret", welcomed_at=now)
    fill(user, size, now)
    finish()
    return user


def finish() -> None:
    """What the app does with every row by itself, and what a database does with many new ones."""
    operations.keep_search_texts(JobApplication.objects.filter(search_text=None))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(user: User, size: int, now: datetime) -> None:
    companies = Company.objects.bulk_create(Company(user=user, name=f"Company {n}") for n in range(size))
    stages = list(JobApplication.Stage.values)
    moments = [now - timedelta(hours=n * 17_000 / size) for n in range(size)]
    applications = JobApplication.objects.bulk_create(
        (
            JobApplication(
                user=user,
                company=companies[n],
                role=f"Role {n % 40}",
                stage=stages[n % len(stages)],
                applied_on=moments[n].date(),
                notes="A few words about this one. " * 4,
                last_event_at=moments[n],
                created_at=moments[n],
            )
            for n in range(size)
        ),
        batch_size=2_000,
    )
    Event.objects.bulk_create(
        (
            Event(application=row, kind=kind, happened_on=moment.date(), recorded_at=moment)
            for row, moment in zip(applications, moments, strict=True)
            for kind in ["added", "applied", "moved"]
        ),
        batch_size=2_000,
    )
    Outcome.objects.bulk_create(
        (
            Outcome(
                application=row,
                kind=["rejected", "ghosted", "withdrawn"][n % 3],
                decided_on=moments[n].date(),
                last_stage=row.stage,
                is_bulk=True,
                recorded_at=row.created_at,
            )
            for n, row in enumerate(applications)
            if n % 8
        ),
        batch_size=2_000,
    )
