"""Sends what is due: form messages, claim some, ask rules and slots once more, send, settle each at once.

At least once, and at most one duplicate for each time a sender dies between the server's 250 and our settling; every
copy bears the same Message-ID. A claim is a lease: `next_attempt_at` pushed ahead, one more attempt and a token, in one
short transaction. Sending happens outside any transaction. Only the holder of the token may settle.
"""

from __future__ import annotations

import contextlib
import logging
import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from nudges import forming, mail, planner
from nudges.clock import Clock
from nudges.crash import AFTER_250, AFTER_CLAIM, AFTER_RENDER, BEFORE_CLAIM, BEFORE_SETTLE, crash_point
from nudges.mail import Saying
from nudges.models import Message, Nudge
from nudges.outbox import NeverTaken, Outbox, ServerRefuses, TryLater
from nudges.planner import Plan

logger = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
SERVER_PAUSE = timedelta(minutes=1)  # when nobody answers, everything waits this long and no attempt is counted
BROKEN_IN_A_ROW = 3
FRESH_FOR = timedelta(seconds=10)  # how long what rules and slots said holds while a batch goes out

UNREADABLE = "what rules and slots say could not be read"

form_messages = forming.form_messages


@dataclass
class Tally:
    """What a tick did."""

    formed: int = 0
    sent: int = 0
    empty: int = 0
    postponed: int = 0
    parked: int = 0
    lost: int = 0  # another sender held the claim when we came to settle
    has_stopped: bool = False


@dataclass(frozen=True)
class Claimed:
    """A message that we alone may send until the lease ends."""

    message: Message
    token: UUID

    @property
    def is_first_try(self) -> bool:
        return self.message.attempts == 1


def send_due(now: datetime) -> Tally:
    """One tick: all that is due at `now`, and what falls due while it runs. Safe to run twice at once."""
    tally, outbox, moment = Tally(), Outbox(), running_from(now)
    try:
        tally.formed = form_messages(now)
        crash_point(BEFORE_CLAIM)
        while not tally.has_stopped and (batch := claim_due(moment(), limit=BATCH)):
            send(batch, outbox=outbox, moment=moment, tally=tally)
    finally:
        outbox.close()
    return tally


def running_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at `now` and cannot be set: a jump of the wall clock neither ends nor prolongs a lease."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def claim_due(now: datetime, *, limit: int = BATCH) -> list[Claimed]:
    """Takes up to `limit` due messages for ourselves until the lease ends; their members are frozen by the first claim.

    The attempt is counted here, before any work, so that a message which kills its sender also comes to an end.
    """
    token, due = uuid.uuid4(), Q(state=Message.State.WAITING, next_attempt_at__lte=now)
    with transaction.atomic():
        rows = Message.objects.filter(due).order_by("next_attempt_at")
        rows = rows.select_for_update(of=("self",), skip_locked=True)[:limit]
        messages = {message.pk: message for message in rows}
        if not messages:
            return []
        # The condition again: where rows cannot be locked it makes this a compare-and-set.
        Message.objects.filter(due, pk__in=messages).update(
            next_attempt_at=now + lease(), attempts=F("attempts") + 1, claim=token
        )
        mine = Message.objects.filter(pk__in=messages, claim=token).prefetch_related("nudges").select_related("user")
        claimed = sorted(mine, key=lambda message: messages[message.pk].next_attempt_at)
        untried = [message for message in claimed if not message.members]
        for message in untried:
            message.members = sorted(nudge.pk for nudge in message.nudges.all())
        Message.objects.bulk_update(untried, ["members"])
    crash_point(AFTER_CLAIM)
    return [Claimed(message, token) for message in claimed]


def send(
    batch: Sequence[Claimed], *, outbox: Outbox, moment: Callable[[], datetime], tally: Tally | None = None
) -> Tally:
    """Sends a batch one by one, settling each at once. Stops before the lease runs out, or when nobody answers."""
    tally, left, now = tally or Tally(), list(batch), moment()
    ends, asked_at, plans = now + lease() - margin(), now, _plans(batch, now=now)
    while left and now < ends and outbox.broken_in_a_row < BROKEN_IN_A_ROW:
        claimed = left[0]
        if now - asked_at > FRESH_FOR:
            asked_at, plans = now, _plans(left, now=now)
        try:
            _send_one(claimed, plans.get(claimed.message.user_id), outbox=outbox, now=now, tally=tally)
        except ServerRefuses as problem:
            logger.warning("The mail server takes nothing just now: %s", problem)
            break
        except DatabaseError:
            # Whether it was sent or not: its lease runs out, and then the same message is tried again.
            logger.exception("Message %s could not be settled.", claimed.message.pk)
            left.pop(0)
            break
        left.pop(0)
        now = moment()
    else:
        if not left:
            return tally
    tally.has_stopped = True
    with contextlib.suppress(DatabaseError):
        release(left, now=moment())
    return tally


def margin() -> timedelta:
    """What one message may take at worst: each answer, from the greeting to the last, may last as long as the limit."""
    return timedelta(seconds=12 * (settings.EMAIL_TIMEOUT or 60))


def lease() -> timedelta:
    """Always long enough for several messages, however patient the time limit is."""
    return max(LEASE, 3 * margin())


def _plans(batch: Sequence[Claimed], *, now: datetime) -> dict[int, Plan]:
    """What rules and slots say now, for everybody in the batch; without those whose plan cannot be read."""
    people = list(User.objects.filter(pk__in={claimed.message.user_id for claimed in batch}))
    fresh = [claimed.message.pk for claimed in batch if claimed.is_first_try]
    try:
        return planner.plans_for(people, now=now, fresh=fresh)
    except Exception:
        logger.exception("The plans of a batch could not be read together; trying one by one.")
    plans: dict[int, Plan] = {}
    for user in people:
        try:
            plans |= planner.plans_for([user], now=now, fresh=fresh)
        except Exception:
            logger.exception("The plan of person %s could not be read.", user.pk)
    return plans


def _send_one(claimed: Claimed, plan: Plan | None, *, outbox: Outbox, now: datetime, tally: Tally) -> None:
    message = claimed.message
    if message.attempts > MAX_ATTEMPTS:
        park(claimed, problem=message.last_error or "too many attempts", reason="undeliverable", now=now)
        tally.parked += 1
        return
    if plan is None:
        postpone(claimed, until=now + pause_after(message.attempts), problem=UNREADABLE)
        tally.postponed += 1
        return
    wanted = still_wanted(claimed, plan, now=now)
    if not wanted:
        empty(claimed, now=now)
        tally.empty += 1
        return
    if wait := quiet_until(wanted, plan, now=now):
        postpone(claimed, until=wait, is_counted=False)
        tally.postponed += 1
        return
    call_by_kind(claimed, wanted)
    try:
        written = mail.compose(message, plan.user, wanted)
        crash_point(AFTER_RENDER)
        outbox.send(written)
        crash_point(AFTER_250)
    except (ServerRefuses, DatabaseError):
        raise
    except TryLater as problem:
        postpone(claimed, until=now + pause_after(message.attempts), problem=str(problem))
        tally.postponed += 1
    except NeverTaken as problem:
        park(claimed, problem=str(problem), reason="undeliverable", now=now)
        tally.parked += 1
    except Exception as problem:
        # A text, an address or a header that cannot be written: this message waits for a person, the others go on.
        logger.exception("Message %s could not be put together.", message.pk)
        park(claimed, problem=f"{type(problem).__name__}", reason="broken", now=now)
        tally.parked += 1
    else:
        ours = settle(claimed, said=[saying.nudge.pk for saying in wanted], subject=str(written.subject), now=now)
        tally.sent, tally.lost = tally.sent + ours, tally.lost + (not ours)


def still_wanted(claimed: Claimed, plan: Plan, *, now: datetime) -> list[Saying]:
    """The members that rules and slots still want to go now, as they were asked just before sending.

    A part may only fall out: what was not in the message at its first claim never joins it.
    """
    rows = Nudge.objects.filter(
        pk__in=claimed.message.members, message=claimed.message, state=Nudge.State.PLANNED, user=plan.user
    )
    said = []
    for nudge in rows:
        laid = plan.of(nudge.key)
        is_now = laid is not None and laid.due_at is not None and laid.due_at <= now < laid.wanted.useful_until
        if laid is not None and is_now and laid.channel == Nudge.Channel.MAIL:
            said.append(Saying(nudge, laid.wanted, plan.texts[laid.wanted.rule]))
    return said


def quiet_until(wanted: Sequence[Saying], plan: Plan, *, now: datetime) -> datetime | None:
    """When a retry falls into quiet hours: the moment they end. What the person wanted at that time goes then."""
    if any(one.nudge.reason in ("send_now", "your_moment") for one in wanted):
        return None
    kinds = {one.wanted.kind for one in wanted}
    kind = Nudge.Kind.GENTLE if kinds == {Nudge.Kind.GENTLE} else Nudge.Kind.APPOINTMENT
    allowed = Clock(plan.user.zone, plan.preference).next_allowed(kind, now)
    return allowed if allowed > now else None


def call_by_kind(claimed: Claimed, wanted: Sequence[Saying]) -> None:
    """Without the appointment that it was formed for, a message is a gentle one and counts for the caps."""
    message, kind = claimed.message, forming.kind_of([one.nudge for one in wanted])
    if kind == message.kind or Message.objects.filter(user=message.user_id, slot=message.slot, kind=kind).exists():
        return
    message.kind = kind
    _mine(claimed).update(kind=kind)


def settle(claimed: Claimed, *, said: Sequence[int], subject: str, now: datetime) -> bool:
    """Notes that the server has taken it. False when somebody else holds the claim by now: then that one settles."""
    with transaction.atomic():
        is_ours = _mine(claimed).update(
            state=Message.State.SENT, sent_at=now, claim=None, subject_line=subject, last_error=""
        )
        if is_ours:
            # Even what the person dropped in this very moment: it was sent, and the history says so.
            Nudge.objects.filter(pk__in=said).update(
                state=Nudge.State.SENT, settled_at=now, reason="", message=claimed.message
            )
        has_left = is_ours and len(said) < len(claimed.message.members)
        if has_left:
            Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(message=None)
        crash_point(BEFORE_SETTLE)
    if not is_ours:
        logger.warning("Message %s was sent, but its claim had passed to somebody else.", claimed.message.pk)
    elif has_left:
        planner.reconcile_or_log(claimed.message.user, now=now)
    return bool(is_ours)


def empty(claimed: Claimed, *, now: datetime) -> None:
    """Nothing is left to say. A message that was never tried leaves no trace; one that was keeps its slot taken."""
    with transaction.atomic():
        Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(message=None)
        if claimed.is_first_try:
            _mine(claimed).delete()
        else:
            _mine(claimed).update(state=Message.State.EMPTY, claim=None)
    planner.reconcile_or_log(claimed.message.user, now=now)


def postpone(claimed: Claimed, *, until: datetime, problem: str = "", is_counted: bool = True) -> None:
    """Gives the claim back until a later moment. A first try that does not count leaves the members open again."""
    changes: dict[str, Any] = {"next_attempt_at": until, "claim": None, "last_error": problem}
    if not is_counted:
        changes["attempts"] = F("attempts") - 1
        if claimed.is_first_try:
            changes["members"] = []
    _mine(claimed).update(**changes)


def park(claimed: Claimed, *, problem: str, reason: str, now: datetime) -> None:
    """Puts a message where an operator sees it; trying again by itself would not help."""
    with transaction.atomic():
        if _mine(claimed).update(state=Message.State.PARKED, claim=None, last_error=problem):
            Nudge.objects.filter(message=claimed.message, state=Nudge.State.PLANNED).update(
                state=Nudge.State.PARKED, reason=reason, settled_at=now
            )


def release(batch: Sequence[Claimed], *, now: datetime) -> None:
    """Gives back what was claimed and not tried: it counts as no attempt, and waits a minute for the server."""
    for claimed in batch:
        postpone(claimed, until=now + SERVER_PAUSE, problem=claimed.message.last_error, is_counted=False)


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


def _mine(claimed: Claimed) -> QuerySet[Message]:
    """The message as long as our claim stands."""
    return Message.objects.filter(pk=claimed.message.pk, claim=claimed.token, state=Message.State.WAITING)
