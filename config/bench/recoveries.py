"""What pages of recovery cost one person with 300 recoveries behind them, one going on, and as many early noes."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.urls import reverse

from accounts.models import User
from applications import operations
from applications.models import Company, JobApplication, Outcome
from applications.operations.searching import sort_by_names
from config.bench import pages
from config.bench.people import kept
from config.bench.visitor import Visitor
from recovery import operations as recovery_operations
from recovery.looking_back import EXPLANATIONS
from recovery.models import Answer, Lesson, Recovery, RecoveryApplication, RecoveryStep

EMAIL = "bench-recoveries@example.org"
MANY, EARLY = 300, 300
MOST_QUERIES, MOST_MS = 12, 60.0
STRATEGY = "one_change"  # with what came up before
KEYS = ["pause_and_name", "gracious_reply", "ask_for_feedback", EXPLANATIONS, "self_review", "if_then_plan"]


def build(now: datetime) -> User:
    """The person, unless they are there already. Expects the content pack."""
    user = User.objects.filter(email=EMAIL).first()
    return user or with_recoveries(User.objects.create(email=EMAIL, name="Ada Example", welcomed_at=now), now)


def with_recoveries(user: User, now: datetime, *, early: int = EARLY) -> User:
    """Gives a person their noes: closed recoveries by the row, what goes on by the app's own verbs."""
    company = user.companies.create(name="Ka Lo Mi", created_at=now)
    nos = [application(user, company, n, now) for n in range(MANY)]
    kept(nos)
    kept(ending(row, n) for n, row in enumerate(nos))
    recoveries = [closed(user, row) for row in nos]
    kept(recoveries)
    kept(entry(recovery, row) for recovery, row in zip(recoveries, nos, strict=True))
    steps = [step(recovery, place, key) for recovery in recoveries for place, key in enumerate(KEYS)]
    kept(steps)
    written = [row for row in steps if row.key == EXPLANATIONS]
    kept(answer(row, key) for row in written for key in ("first_belief", "balanced_line", "next_time_line"))
    kept(lesson(user, n, now) for n in range(MANY))
    for n in range(early):
        role = {"company": "Ren To", "role": f"Role {n % 7}"}
        at_once = operations.add_application(user, stage="applied", now=now, **role)
        say_no(at_once, now=now - timedelta(days=early - n) / 20)
    last = operations.add_application(user, company="Sul Va", role="Last one", stage="final_round", now=now)
    say_no(last, now=now)
    open_one = user.recoveries.open().guided().get()
    for key in (EXPLANATIONS, STRATEGY):
        recovery_operations.open_step(open_one.steps.get(key=key), now=now)
    return user


def application(user: User, company: Company, n: int, now: datetime) -> JobApplication:
    at = now - timedelta(days=2 * n + 5)
    moments = {"last_event_at": at, "created_at": at, "closed_at": at, "applied_on": at.date()}
    row = JobApplication(user=user, company=company, role=f"Engineer {n}", stage="interview", **moments)
    return sort_by_names(row)


def ending(row: JobApplication, n: int) -> Outcome:
    day = {"decided_on": row.last_event_at.date(), "recorded_at": row.last_event_at}
    return Outcome(application=row, kind="ghosted" if n % 4 == 0 else "rejected", last_stage="interview", **day)


def closed(user: User, row: JobApplication) -> Recovery:
    at, day = row.last_event_at, row.last_event_at.date()
    ended = {"state": "closed", "closed_as": "finished", "closed_at": at + timedelta(days=14)}
    return Recovery(user=user, kind="full", content_stage="interview", counts_from_on=day, created_at=at, **ended)


def entry(recovery: Recovery, row: JobApplication) -> RecoveryApplication:
    about = {"no_on": recovery.counts_from_on, "outcome_kind": "rejected", "last_stage": "interview"}
    return RecoveryApplication(recovery=recovery, application=row, recorded_at=recovery.created_at, **about)


def step(recovery: Recovery, place: int, key: str) -> RecoveryStep:
    at, day = recovery.created_at, recovery.counts_from_on
    words = {"title": key, "minutes": 8, "mode": "on", "snapshot": {"prompts": []}}
    done = {"state": "done", "opened_at": at, "done_at": at, "opens_on": day}
    return RecoveryStep(recovery=recovery, key=key, order=place, **words, **done)


def answer(row: RecoveryStep, key: str) -> Answer:
    said = f"I said {random.Random(row.pk).choice(KEYS)} too early."  # noqa: S311
    return Answer(step=row, prompt_key=key, secret=said, updated_at=row.recovery.created_at)


def lesson(user: User, n: int, now: datetime) -> Lesson:
    return Lesson(user=user, text=f"Ask about {n} first.", created_at=now, updated_at=now, helped=None)


def say_no(application: JobApplication, *, now: datetime) -> None:
    """On the day on which it is recorded."""
    operations.record_outcome(application, kind="rejected", decided_on=application.user.local_day(now), now=now)


def addresses(user: User) -> dict[str, str]:
    open_one, early = user.recoveries.open().guided().get(), user.recoveries.open().get(kind="early_noes")
    began = open_one.entries.get()
    return {
        "Recovery, all": reverse("recovery:recovery-list"),
        "Recovery, one": open_one.get_absolute_url(),
        "A step of it": open_one.steps.get(key=EXPLANATIONS).get_absolute_url(),
        "Its strategy": open_one.steps.get(key=STRATEGY).get_absolute_url(),
        "Early noes": early.get_absolute_url(),
        "First minute": reverse("recovery:recovery-for", args=[began.application_id]),
        "Looking back": reverse("recovery:lookback-show"),
    }


def pages_of(user: User) -> Iterator[pages.Page]:
    visitor = Visitor(user)
    for name, address in addresses(user).items():
        yield pages.Page(name, MANY, visitor.asks(address))


def report(found: list[pages.Page]) -> None:
    print(f"\nRecovery on {connection.vendor}, {MANY} recoveries of one person; at most {MOST_MS:.0f} ms\n")
    print("Page                p50 ms    p95 ms   queries")
    for page in found:
        over = {"p95": page.p95 > MOST_MS, "queries": len(page.queries) > MOST_QUERIES}
        told = f"{page.name:<15} {page.p50:>10.1f} {page.p95:>9.1f} {len(page.queries):>9}"
        print(told, ", ".join(name for name, is_over in over.items() if is_over))
