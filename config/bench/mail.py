"""What a tick costs with nothing due, and what sending costs beside plain smtplib."""

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from applications.models import Company, Interview, JobApplication
from nudges import delivery, planner
from nudges.models import Message, Nudge, NudgePreference

IDLE_ROUNDS = 200
BATCH = 5_000


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server that takes everything and keeps nothing, in a process of its own; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The SMTP sink did not start.")


def idle_tick(now: datetime) -> tuple[float, int]:
    """Median milliseconds and number of queries of one tick with nothing due."""
    delivery.send_due(now)
    with CaptureQueriesContext(connection) as queries:
        delivery.send_due(now)
    seconds = []
    for _ in range(IDLE_ROUNDS):
        begin = time.perf_counter()
        delivery.send_due(now)
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[IDLE_ROUNDS // 2] * 1000, len(queries)


def store_nudges(rows: int, now: datetime) -> None:
    """Half of them sent long ago, half planned for later."""
    user = User.objects.create_user("bench-rows@example.org", "a-long-enough-secret")
    for begin in range(0, rows, BATCH):
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
            for n in range(begin, min(begin + BATCH, rows))
        )


def people_with_an_interview(number: int, now: datetime) -> None:
    """Each of them has said yes to appointments and meets somebody tomorrow."""
    users = User.objects.bulk_create(User(email=f"due-{n}@example.org", name=f"Person {n}") for n in range(number))
    NudgePreference.objects.bulk_create(
        NudgePreference(user=user, lists=["appointments"], is_undecided=False) for user in users
    )
    companies = Company.objects.bulk_create(Company(user=user, name="Initech") for user in users)
    applications = JobApplication.objects.bulk_create(
        JobApplication(
            user=company.user, company=company, role="Engineer", stage="interview", last_event_at=now, created_at=now
        )
        for company in companies
    )
    Interview.objects.bulk_create(
        Interview(application=application, kind="video", starts_at=now + timedelta(days=1, hours=6), created_at=now)
        for application in applications
    )


class Remembering(smtplib.SMTP):
    """Keeps what it was given to send, so that the same can be sent again without us."""

    kept: list[tuple[Any, ...]] = []

    def sendmail(self, *args: Any, **options: Any) -> Any:
        self.kept.append(args)
        return super().sendmail(*args, **options)


class RememberingBackend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Remembering


class SendingCost(NamedTuple):
    messages: int
    planning_seconds: float
    sending_seconds: float
    bare_seconds: float


def sending(number: int, now: datetime) -> SendingCost:
    """`number` people get one message each: by the engine, and then the same bytes by smtplib on one connection."""
    people_with_an_interview(number, now)
    begin = time.perf_counter()
    planner.reconcile_all(now)
    planned = time.perf_counter() - begin
    Remembering.kept = []
    with sink() as port:
        backend = f"{__name__}.{RememberingBackend.__name__}"
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
            begin = time.perf_counter()
            delivery.send_due(now + timedelta(hours=2))
            sent = time.perf_counter() - begin
        bare = bare_cost(port)
    done = Message.objects.filter(state=Message.State.SENT).count()
    if not done == len(Remembering.kept) == number:
        raise RuntimeError(f"{number} were due, {len(Remembering.kept)} left, {done} were settled.")
    return SendingCost(number, planned, sent, bare)


def bare_cost(port: int) -> float:
    begin = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for args in list(Remembering.kept):
            server.sendmail(*args)
    return time.perf_counter() - begin
