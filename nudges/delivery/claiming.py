"""Takes due messages for one sender until a lease ends.

A lease ends by the wall clock, and that one may jump: an hour ahead, and every lease seems to be over while its holder
is in the middle of sending. So nobody takes over what still bears a claim before having watched that claim, on a clock
that cannot be set, for as long as a living sender may hold one.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Q

from nudges.asking import kept_by_server
from nudges.crash import AFTER_CLAIM, crash_point
from nudges.models import Gate, Message, Nudge

BATCH = 200

# The condition again: where rows cannot be locked it makes this a compare-and-set. See also `Message.STILL_WAITING`.
TAKE = """UPDATE nudges_message SET next_attempt_at = %s, attempts = attempts + 1, claim = %s, members = %s
    WHERE id = %s AND attempts = %s AND next_attempt_at <= %s AND state NOT IN ('sent', 'empty', 'parked')"""


@dataclass(frozen=True)
class Claimed:
    """A message that we alone may send until the lease ends."""

    message: Message
    token: UUID
    ends_at: datetime  # with enough left for one more message

    @property
    def is_first_try(self) -> bool:
        return self.message.attempts == 1

    @property
    def domain(self) -> str:
        return self.message.user.email.rpartition("@")[2].lower()


def margin() -> timedelta:
    """What one message may take at worst: each answer, from the greeting to the last, may last as long as the limit."""
    return timedelta(seconds=12 * (settings.EMAIL_TIMEOUT or 60))


def lease() -> timedelta:
    """How long a claim may be held: a sender begins nothing after one margin, and its last message takes another."""
    return 2 * margin()


class Watch:
    """Claims of others whose lease is over by the wall clock, and since when this process has seen them so."""

    def __init__(self, patience: Callable[[], timedelta] = lease, clock: Callable[[], float] = time.monotonic) -> None:
        self.patience, self.clock = patience, clock
        self.since: dict[UUID, float] = {}

    def held(self) -> list[UUID]:
        """Those whose holder may still be alive."""
        patience, now = self.patience().total_seconds(), self.clock()
        for token in [token for token, since in self.since.items() if now - since > 2 * patience + 3600]:
            del self.since[token]  # settled long ago
        return [token for token, since in self.since.items() if now - since < patience]

    def see(self, messages: list[Message]) -> bool:
        """Whether there are claims among these that were not known and are to be waited for."""
        fresh = {message.claim for message in messages if message.claim} - set(self.since)
        self.since |= {token: self.clock() for token in fresh}
        return bool(fresh & set(self.held()))


watch = Watch()


def claim_due(now: datetime, *, limit: int | None = None) -> list[Claimed]:
    """Takes up to `limit` due messages for ourselves until the lease ends; their members are frozen by the first claim.

    Nothing while the mail server is known to be down. The attempt is counted here, before any work, so that a message
    which kills its sender also comes to an end.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        is_down = Exists(Gate.objects.filter(name=Gate.SERVER, opens_at__gt=now))
        while True:
            due = Q(next_attempt_at__lte=now)
            if held := watch.held():
                due &= Q(claim=None) | ~Q(claim__in=held)
            rows = Message.objects.filter(due, ~is_down, state=Message.State.WAITING).order_by("next_attempt_at")
            found = list(rows.select_for_update(of=("self",), skip_locked=True)[: limit or BATCH])
            if not watch.see(found):
                break
        if not found:
            return []
        _freeze([message for message in found if not message.members])
        if _take(found, token, now) < len(found):
            ours = Message.objects.filter(pk__in=[message.pk for message in found], claim=token)
            keys = set(ours.values_list("pk", flat=True))
            found = [message for message in found if message.pk in keys]
    crash_point(AFTER_CLAIM)
    return [Claimed(message, token, now + margin()) for message in found]


def _freeze(untried: list[Message]) -> None:
    """From now on a part may only fall out."""
    by_pk = {message.pk: message for message in untried}
    for pk, message in Nudge.objects.filter(message__in=by_pk).order_by("pk").values_list("pk", "message"):
        by_pk[message].members.append(pk)


def _take(found: list[Message], token: UUID, now: datetime) -> int:
    """How many of them are ours now. Written out: to say the members of each by a CASE takes longer than to send it."""
    moment, until = (connection.ops.adapt_datetimefield_value(one) for one in (now, now + lease()))
    key = Message._meta.pk
    token, *pks = (key.get_db_prep_value(value, connection) for value in (token, *[message.pk for message in found]))
    with connection.cursor() as usual, kept_by_server(connection, usual) as cursor:
        cursor.executemany(
            TAKE,
            [
                (until, token, json.dumps(message.members), pk, message.attempts, moment)
                for message, pk in zip(found, pks, strict=True)
            ],
        )
        taken: int = cursor.rowcount
    for message in found:
        message.attempts += 1
    return taken
