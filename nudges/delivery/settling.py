"""What became of a claimed message: sent, emptied, postponed, parked. Only the holder of the claim may say so."""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from nudges import planner
from nudges.crash import BEFORE_SETTLE, crash_point
from nudges.delivery.ahead import Ahead
from nudges.delivery.claiming import Claimed
from nudges.models import Message, Nudge

logger = logging.getLogger("nudges.delivery")

MAX_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)

# "Not settled" as `Message.STILL_WAITING` says it.
MESSAGE_IS_SENT = """UPDATE nudges_message SET state = 'sent', sent_at = %s, claim = NULL, subject_line = %s,
    last_error = '' WHERE id = %s AND claim = %s AND state NOT IN ('sent', 'empty', 'parked')"""
# Even what the person dropped in this very moment: it was sent, and the history says so.
NUDGES_ARE_SENT = """UPDATE nudges_nudge SET state = 'sent', settled_at = %s, reason = '', message_id = %s
    WHERE id IN (ANY)"""
BOTH = f"""WITH ours AS ({MESSAGE_IS_SENT} RETURNING id),
    said AS ({NUDGES_ARE_SENT} AND EXISTS (SELECT 1 FROM ours)) SELECT count(*) FROM ours"""  # noqa: S608 - both are ours


def settle(claimed: Claimed, *, said: Sequence[int], subject: str, now: datetime) -> Callable[[], bool]:
    """Begins to note that the server has taken it, and gives what waits until that is done.

    That says False when somebody else holds the claim by now: then that one settles.
    """
    crash_point(BEFORE_SETTLE)
    has_left = len(said) < len(claimed.message.members)
    with transaction.atomic() if has_left else contextlib.nullcontext():
        noted = _note_sent(claimed, said, subject, now)
        if has_left and noted():
            Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(message=None)

    def finish() -> bool:
        is_ours = noted()
        if not is_ours:
            logger.warning("Message %s was sent, but its claim had passed to somebody else.", claimed.message.pk)
        elif has_left:
            planner.reconcile_or_log(claimed.message.user, now=now)
        return is_ours

    return finish


def _note_sent(claimed: Claimed, said: Sequence[int], subject: str, now: datetime) -> Callable[[], bool]:
    """Written out, since it comes after every single mail: through the ORM it costs as much as the mail itself."""
    moment, key = connection.ops.adapt_datetimefield_value(now), Message._meta.pk
    pk, token = (key.get_db_prep_value(value, connection) for value in (claimed.message.pk, claimed.token))
    of_message, of_nudges = [moment, subject, pk, token], [moment, pk, *said]
    any_of = ", ".join(["%s"] * len(said))
    if connection.vendor == "postgresql":
        told = Ahead(BOTH.replace("ANY", any_of), [*of_message, *of_nudges])
        return lambda: told.first_value() == b"1"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MESSAGE_IS_SENT, of_message)
        is_ours = cursor.rowcount == 1
        if is_ours:
            cursor.execute(NUDGES_ARE_SENT.replace("ANY", any_of), of_nudges)
    return lambda: is_ours


def empty(claimed: Claimed, *, now: datetime) -> None:
    """Nothing is left to say. A message that was never tried leaves no trace; one that was keeps its slot taken."""
    with transaction.atomic():
        Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(message=None)
        if claimed.is_first_try:
            mine(claimed).delete()
        else:
            mine(claimed).update(state=Message.State.EMPTY, claim=None)
    planner.reconcile_or_log(claimed.message.user, now=now)


def postpone(claimed: Claimed, *, until: datetime, problem: str = "", is_counted: bool = True) -> None:
    """Gives the claim back until a later moment. A first try that does not count leaves the members open again."""
    changes: dict[str, Any] = {"next_attempt_at": until, "claim": None, "last_error": problem}
    if not is_counted:
        changes["attempts"] = F("attempts") - 1
        if claimed.is_first_try:
            changes["members"] = []
    mine(claimed).update(**changes)


def forgive(tried: Sequence[Claimed]) -> None:
    """Takes back the attempts of messages that were tried on a server that was down.

    All but the first: somebody may have got it, so it stays a message that was tried, with its members and its id.
    """
    waiting = Message.objects.filter(Message.STILL_WAITING, pk__in=[one.message.pk for one in tried], claim=None)
    waiting.filter(attempts__gt=1).update(attempts=F("attempts") - 1)


def park(claimed: Claimed, *, problem: str, reason: str, now: datetime) -> None:
    """Puts a message where an operator sees it; trying again by itself would not help."""
    with transaction.atomic():
        if mine(claimed).update(state=Message.State.PARKED, claim=None, last_error=problem):
            Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(
                state=Nudge.State.PARKED, reason=reason, settled_at=now
            )


def come_back(claimed: Claimed, *, problem: str) -> None:
    """Nobody is at its address: an operator sees the message, and its nudges are free for another way."""
    with transaction.atomic():
        if mine(claimed).update(state=Message.State.PARKED, claim=None, last_error=problem):
            Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(message=None)


def release(batch: Sequence[Claimed], *, until: datetime) -> None:
    """Gives back what was claimed and not tried, without counting an attempt."""
    for is_first in (True, False):
        rows = [one for one in batch if one.is_first_try == is_first]
        changes: dict[str, Any] = {"next_attempt_at": until, "claim": None, "attempts": F("attempts") - 1}
        if is_first:
            changes["members"] = []
        for token in {one.token for one in rows}:
            ours = Message.objects.filter(pk__in=[one.message.pk for one in rows if one.token == token])
            ours.filter(Message.STILL_WAITING, claim=token).update(**changes)


def try_again(message: Message, *, now: datetime) -> bool:
    """An operator's *try again* for a parked message: it goes with the next tick, under the Message-ID it had."""
    with transaction.atomic():
        parked = Message.objects.filter(pk=message.pk, state=Message.State.PARKED)
        is_ours = bool(parked.update(state=Message.State.WAITING, attempts=1, next_attempt_at=now, claim=None))
        if is_ours:
            Nudge.objects.filter(message=message, state=Nudge.State.PARKED).update(
                state=Nudge.State.PLANNED, reason="", settled_at=None
            )
    return is_ours


def pause_after(attempts: int) -> timedelta:
    """Twice as long each time, an hour at most, give or take a fifth so that a crowd does not come back at once."""
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def mine(claimed: Claimed) -> QuerySet[Message]:
    """The message as long as our claim stands."""
    return Message.objects.filter(Message.STILL_WAITING, pk=claimed.message.pk, claim=claimed.token)
