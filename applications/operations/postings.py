"""Looking up the page behind a link. The row says what is to be done and what came of it; workers find it there."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts import doorbell
from accounts.models import User
from applications.models import PostingFetch
from applications.postings import charset, fetch, links, read
from applications.postings.found import Found

logger = logging.getLogger(__name__)

State = PostingFetch.State
TASK = "applications.tasks.fetch_postings"
KEPT = timedelta(days=1)
SAME_AGAIN = timedelta(minutes=10)  # the same link is not fetched twice within this
MOST_AN_HOUR, MOST_A_DAY = 30, 120  # of one person
LEASE = timedelta(seconds=30)  # longer than a fetch may take
MOST_ATTEMPTS = 3
MOST_AT_ONCE = 2  # of everybody: a slow site must not keep nudges from the workers' threads
GIVEN_UP_AFTER = timedelta(minutes=30)


def ask_for_posting(user: User, *, url: str, now: datetime) -> PostingFetch:
    """Asks for the page behind a link to be looked up, and returns the row in which the answer will stand.

    The answer stands there at once where nothing is fetched: the link is none, was looked up a moment ago, was one too
    many, or links are not looked up here.
    """
    known = user.posting_fetches.filter(url=url, asked_at__gt=now - SAME_AGAIN).exclude(state=State.FAILED).first()
    if known:
        ring_if_forgotten(known, now=now)
        return known
    if problem := reason_not_to(user, url, now):
        row = PostingFetch(user=user, url=url[: links.LONGEST], asked_at=now, finished_at=now)
        row.state, row.problem = State.FAILED, problem
        row.save()
        return row
    row = user.posting_fetches.create(url=url, asked_at=now)
    doorbell.ring(TASK)
    return row


def reason_not_to(user: User, url: str, now: datetime) -> str:
    if not settings.FETCH_POSTINGS:
        return "switched_off"
    try:
        fetch.checked(url, fetch.Rules())
    except fetch.Refused as refused:
        return refused.problem
    asked = user.posting_fetches.exclude(problem="too_many")
    an_hour, a_day = asked.filter(asked_at__gt=now - timedelta(hours=1)), asked.filter(asked_at__gt=now - KEPT)
    return "too_many" if an_hour.count() >= MOST_AN_HOUR or a_day.count() >= MOST_A_DAY else ""


def ring_if_forgotten(row: PostingFetch, *, now: datetime) -> None:
    """Rings again for a row that no worker has taken: bells may be lost."""
    is_taken = row.leased_until is not None and row.leased_until > now
    if row.is_waiting and not is_taken and now - row.asked_at > timedelta(seconds=4):
        doorbell.ring(TASK)


def fetch_next(*, clock: Callable[[], datetime], rules: fetch.Rules | None = None) -> bool:
    """Looks up one link that waits, the oldest first, and writes down what came of it. False when there is none.

    May run many times at once: a row is taken by a lease, which runs out if its worker dies. Nothing is fetched inside
    a transaction. One person's links are looked up one after the other. `clock` is read before and after.
    """
    row = claim(clock())
    if row is None:
        return False
    problem, found = look_up(row, rules)
    settle(row, problem=problem, found=found, now=clock())
    return True


def waiting(now: datetime) -> QuerySet[PostingFetch]:
    return PostingFetch.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), state=State.ASKED)


def claim(now: datetime) -> PostingFetch | None:
    busy = PostingFetch.objects.filter(state=State.ASKED, leased_until__gt=now)
    if busy.count() >= MOST_AT_ONCE:
        return None  # whoever is at work looks for more afterwards
    for row in waiting(now).exclude(user__in=busy.values("user")).order_by("asked_at", "pk").select_related("user")[:5]:
        attempts = row.attempts
        row.attempts, row.leased_until = attempts + 1, now + LEASE
        taken = waiting(now).filter(pk=row.pk, attempts=attempts)
        if taken.update(attempts=row.attempts, leased_until=row.leased_until):
            return row
    return None


def look_up(row: PostingFetch, rules: fetch.Rules | None) -> tuple[str, list[Found]]:
    """(problem, what was found). One of them is empty; a page that breaks us is a problem like any other."""
    if row.attempts > MOST_ATTEMPTS:
        return "lost", []
    try:
        page = fetch.get(row.url, language=row.user.spoken_language, rules=rules)
        return read_fetched(page, asked=row.url)
    except fetch.Refused as refused:
        return refused.problem, []
    except Exception:
        logger.exception("A link could not be looked up.")
        return "lost", []


def read_fetched(fetched: fetch.Fetched, *, asked: str) -> tuple[str, list[Found]]:
    text = charset.text_of(fetched.body, fetched.charset)
    if fetched.kind.endswith("json"):
        found = read.read_json(text, url=fetched.url, asked=asked)
        return ("" if found else "nothing"), found
    page = read.listened(text)
    found = read.of_page(page, url=fetched.url, asked=asked)
    if found:
        return "", found
    return ("login" if read.looks_like_a_login(page, url=fetched.url) else "nothing"), []


def settle(row: PostingFetch, *, problem: str, found: list[Found], now: datetime) -> None:
    """Writes the result, unless the lease ran out meanwhile and somebody else has the row."""
    mine = PostingFetch.objects.filter(pk=row.pk, state=State.ASKED, attempts=row.attempts)
    mine.update(
        state=State.FOUND if found else State.FAILED,
        problem=problem,
        found=[one.said() | {"url": row.url} for one in found],
        finished_at=now,
        leased_until=None,
    )


def sweep_fetches(*, now: datetime) -> bool:
    """Forgets what is a day old, gives up on what nobody waits for any more. Whether there is still something to do."""
    PostingFetch.objects.filter(asked_at__lte=now - KEPT).delete()
    waiting(now).filter(asked_at__lte=now - GIVEN_UP_AFTER).update(
        state=State.FAILED, problem="lost", finished_at=now, leased_until=None
    )
    return waiting(now).exists()
