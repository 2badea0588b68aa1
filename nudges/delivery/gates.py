"""What must wait although it is due, for all senders alike: a circuit breaker and a limit for each domain."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects

from nudges.delivery.claiming import Claimed, margin
from nudges.models import Gate

logger = logging.getLogger("nudges.delivery")

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


def open_for(now: datetime) -> int | None:
    """How many messages may try the mail server: None for all; one, for one sender, after it was down; else 0."""
    gate = Gate.objects.filter(name=Gate.SERVER).first()
    if gate is None:
        return None
    if gate.opens_at > now:
        return 0
    # Whoever moves the moment on is the one who tries. Should that sender die, another one tries after it.
    return Gate.objects.filter(pk=gate.pk, opens_at=gate.opens_at).update(opens_at=now + margin())


def found_down(now: datetime, problem: str) -> None:
    """Nobody tries for a minute; twice as long each time, up to ten. Nothing that waits is touched meanwhile."""
    with transaction.atomic():
        gate, _ = Gate.objects.select_for_update().get_or_create(name=Gate.SERVER, defaults={"opens_at": now})
        pause = min(FIRST_PAUSE * 2 ** min(gate.failures, 10), LONGEST_PAUSE) * random.uniform(0.9, 1.1)  # noqa: S311
        gate.opens_at, gate.failures, gate.last_error = now + pause, gate.failures + 1, problem[:300]
        gate.save()
    logger.warning("The mail server takes nothing just now (%s); trying again in %d s.", problem, pause.total_seconds())


def found_up() -> None:
    if Gate.objects.filter(name=Gate.SERVER).delete()[0]:
        logger.warning("The mail server takes mail again.")


def in_line(batch: Sequence[Claimed], now: datetime) -> list[tuple[Claimed, datetime]]:
    """Those that go over what their domain takes in a minute (MAIL_PER_MINUTE), each with the moment of its turn."""
    limits: dict[str, int] = settings.MAIL_PER_MINUTE
    if not limits:
        return []
    prefetch_related_objects([claimed.message for claimed in batch], "user")
    by_domain: dict[str, list[Claimed]] = defaultdict(list)
    for claimed in batch:
        by_domain[claimed.domain].append(claimed)
    waiting = []
    for domain, wishes in by_domain.items():
        if limit := limits.get(domain, limits.get("*", 0)):
            waiting += _in_line(domain, wishes, MINUTE / limit, now)
    return waiting


def _in_line(domain: str, wishes: Sequence[Claimed], each: timedelta, now: datetime) -> list[tuple[Claimed, datetime]]:
    """A bucket that holds a minute's worth. Who does not get out of it is put at the end of the line, and comes back
    when as much has flowed in as those before will take."""
    with transaction.atomic():
        gate, _ = Gate.objects.select_for_update().get_or_create(name=domain, defaults={"opens_at": now - MINUTE})
        used_up_to = max(gate.opens_at, now - MINUTE)
        fits = max(0, int((now - used_up_to) / each))
        gate.opens_at = used_up_to + each * min(fits, len(wishes))
        turn, waiting = max(gate.line_ends_at or now, now), []
        for claimed in wishes[fits:]:
            turn += each
            waiting.append((claimed, turn))
        gate.line_ends_at = turn
        gate.save()
    return waiting
