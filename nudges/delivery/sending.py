"""A tick: all that is due goes to the mail server, each message settled right after the answer to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import Error

from nudges import mail
from nudges.crash import AFTER_250, AFTER_RENDER, BEFORE_CLAIM, crash_point
from nudges.delivery import claiming, forming, gates, settling
from nudges.delivery.answers import Answers, Tally
from nudges.delivery.checking import Check, call_by_kind, quiet_until
from nudges.delivery.claiming import Claimed
from nudges.delivery.outbox import Lines, Outbox, ServerRefuses
from nudges.delivery.untold import Untold
from nudges.letter import Letter
from nudges.parts import Saying

logger = logging.getLogger("nudges.delivery")

UNREADABLE = "what rules and slots say could not be read"

Settle = Callable[[], Callable[[], bool]]

stopping = threading.Event()  # set when this process has been asked to end: what is claimed and not sent is given back


@dataclass(frozen=True)
class Underway:
    """A message in the hands of the mail server."""

    claimed: Claimed
    said: Sequence[Saying]
    letter: Letter


def send_due(now: datetime, *, connections: int | None = None) -> Tally:
    """One tick: all that is due at `now`, and what falls due while it runs. Safe to run twice at once."""
    moment = running_from(now)
    with Lines(connections or settings.MAIL_CONNECTIONS) as lines:
        sender = Sender(lines, moment)
        while not sender.tally.has_stopped:
            sender.tally.formed += forming.form_messages(moment())
            has_found = False
            crash_point(BEFORE_CLAIM)
            try:
                while not sender.tally.has_stopped and (batch := claiming.claim_due(moment())):
                    has_found = True
                    sender.send(batch)
            except Exception:
                sender.finish()  # what the server has in hand is heard and written down, however that ends
                raise
            sender.finish()
            if not has_found:
                break
    return sender.tally


def send(batch: Sequence[Claimed], *, outbox: Outbox, moment: Callable[[], datetime]) -> Tally:
    """Sends one batch over one connection."""
    with Lines(1, outbox) as lines:
        sender = Sender(lines, moment)
        sender.send(batch)
        sender.finish()
    return sender.tally


def running_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at `now` and cannot be set: a jump of the wall clock neither ends nor prolongs a lease."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


class Sender:
    """Sends batches over its lines. Stops before a lease runs out, when nobody answers, and when it is asked to.

    As many messages are in doubt at once as there are lines: each line gets its next one when the last was settled.
    """

    def __init__(self, lines: Lines, moment: Callable[[], datetime]) -> None:
        self.lines, self.moment, self.tally = lines, moment, Tally()
        self.underway: dict[Future[None], Underway] = {}
        self.answers = Answers(self.tally, moment)
        self.untold = Untold(stopping)
        self.noting: tuple[Claimed, Settle, Callable[[], bool]] | None = None  # sent, on its way into the database

    def send(self, batch: Sequence[Claimed]) -> None:
        try:
            left, check = self._ready(batch)
        except Error:
            logger.exception("What must be known of a batch could not be read; it is given back.")
            self.tally.has_stopped = True
            self._give_back(batch)
            return
        while left and self.may_go_on(left[0]):
            claimed = left.pop(0)
            try:
                self._try(claimed, check)
            except Error:
                self.answers.leave(claimed)
                self._come_back_to(claimed)
        self._hear_noted()
        if left:
            self.tally.has_stopped = True
            self._give_back(left)
        if self.answers.is_probing:
            self.finish()

    def _ready(self, batch: Sequence[Claimed]) -> tuple[list[Claimed], Check]:
        """Those that may go now, and what is true of them."""
        left, now = list(batch), self.moment()
        if (room := gates.open_for(now)) is not None:
            self.answers.is_probing, left = bool(room), left[:room]
            settling.release(batch[room:], until=now)
            self.tally.has_stopped = not room
        for claimed, turn in gates.in_line(left, now):
            settling.release([claimed], until=turn)
            left.remove(claimed)
            self.tally.postponed += 1
        return left, Check(left, now=now)

    def may_go_on(self, claimed: Claimed) -> bool:
        return not self.tally.has_stopped and not stopping.is_set() and self.moment() < claimed.ends_at

    def finish(self) -> None:
        """Waits for what the server has in hand."""
        while self.underway:
            self._hear()
        self._hear_noted()
        self.answers.mark_dead()
        self.untold.tell(self.moment)

    def _try(self, claimed: Claimed, check: Check) -> None:
        now = self.moment()
        letter, said = self._write(claimed, check, now)
        self._hear_noted()
        if letter is None:
            return
        if not self.may_go_on(claimed):
            self._give_back([claimed])
            return
        crash_point(AFTER_RENDER)
        self.underway[self.lines.send(letter)] = Underway(claimed, said, letter)
        while len(self.underway) >= self.lines.size:
            self._hear()

    def _write(self, claimed: Claimed, check: Check, now: datetime) -> tuple[Letter | None, Sequence[Saying]]:
        """The letter; or None, when this message does not go now, which is settled then."""
        message = claimed.message
        if message.attempts > settling.MAX_ATTEMPTS:
            check.left.pop(message.pk, None)
            self._hear_noted()
            self.answers.park(claimed, message.last_error or "too many attempts", "undeliverable", now)
            return None, []
        plan, wanted = check.of(claimed, now=now)
        if plan is None:
            self.answers.postpone(claimed, UNREADABLE, now)
        elif not wanted:
            self._hear_noted()
            settling.empty(claimed, now=now)
            self.tally.empty += 1
        elif wait_until := quiet_until(wanted, plan, now=now):
            settling.postpone(claimed, until=wait_until, is_counted=False)
            self.tally.postponed += 1
        else:
            call_by_kind(claimed, wanted)
            try:
                return mail.compose(message, plan.user, wanted), wanted
            except Error:
                raise
            except Exception as problem:
                self._hear_noted()
                self.answers.cannot_be_written(claimed, problem, now)
        return None, wanted

    def _hear(self) -> None:
        """Settles what the server has answered, first come, first served."""
        done, _ = wait(self.underway, return_when=FIRST_COMPLETED)
        for answered in done:
            underway = self.underway.pop(answered)
            try:
                self._conclude(underway, answered.exception())
            except Error:
                self.answers.leave(underway.claimed)

    def _conclude(self, underway: Underway, problem: BaseException | None) -> None:
        self._hear_noted()
        claimed, now = underway.claimed, self.moment()
        if problem is None:
            crash_point(AFTER_250)
            self._note(underway, now)
        elif isinstance(problem, ServerRefuses):
            self._give_back([claimed])
            self.answers.is_down(str(problem), now)
        else:
            self.answers.hear(claimed, problem, now)

    def _note(self, underway: Underway, now: datetime) -> None:
        """Begins to settle it. The next mail is written meanwhile, and leaves when this one is settled."""
        said = [saying.nudge.pk for saying in underway.said]
        settle = partial(settling.settle, underway.claimed, said=said, subject=str(underway.letter.subject), now=now)
        try:
            self.noting = underway.claimed, settle, settle()
        except Error:
            self._not_noted(underway.claimed, settle)

    def _hear_noted(self) -> None:
        """Waits until the last one that was sent is settled."""
        if self.noting is None:
            return
        (claimed, settle, is_ours), self.noting = self.noting, None
        try:
            self._count(is_ours=is_ours())
        except Error:
            self._not_noted(claimed, settle)
        else:
            self.answers.is_up()

    def _not_noted(self, claimed: Claimed, settle: Settle) -> None:
        self.untold.add(claimed, lambda: self._count(is_ours=settle()()))
        self.answers.leave(claimed)

    def _count(self, *, is_ours: bool) -> None:
        self.tally.sent, self.tally.lost = self.tally.sent + is_ours, self.tally.lost + (not is_ours)

    def _come_back_to(self, claimed: Claimed) -> None:
        """Nothing of it went out, so it need not wait for its lease. The attempt counts: its rows may be at fault."""
        until = self.moment() + settling.pause_after(claimed.message.attempts)
        self.untold.add(claimed, lambda: settling.postpone(claimed, until=until, problem=UNREADABLE))

    def _give_back(self, batch: Sequence[Claimed]) -> None:
        try:
            settling.release(batch, until=self.moment())
        except Error:
            logger.exception("What was claimed could not be given back yet.")
            self.untold.add(batch[0], lambda: settling.release(batch, until=self.moment()))
