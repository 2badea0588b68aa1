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

from nudges import addresses, mail
from nudges.crash import AFTER_250, AFTER_RENDER, BEFORE_CLAIM, crash_point
from nudges.delivery import claiming, forming, gates, settling
from nudges.delivery.checking import Check, call_by_kind, quiet_until
from nudges.delivery.claiming import Claimed
from nudges.delivery.outbox import Broken, Lines, NeverTaken, NobodyThere, Outbox, ServerRefuses, TryLater
from nudges.delivery.untold import Untold
from nudges.letter import Letter
from nudges.mail import Saying

logger = logging.getLogger("nudges.delivery")

# So many different messages in a row, without one that was taken, are not to blame: it is the server.
BROKEN_IN_A_ROW, PUT_OFF_IN_A_ROW, NOBODY_IN_A_ROW = 3, 10, 3
UNREADABLE = "what rules and slots say could not be read"

Settle = Callable[[], Callable[[], bool]]

stopping = threading.Event()  # set when this process has been asked to end: what is claimed and not sent is given back


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
        self.broken: list[Claimed] = []  # in a row, without one that was taken
        self.put_off: list[Claimed] = []
        self.nobody: list[tuple[Claimed, str]] = []
        self.is_probing = False
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
                self._leave(claimed)
                self._come_back_to(claimed)
        self._hear_noted()
        if left:
            self.tally.has_stopped = True
            self._give_back(left)
        if self.is_probing:
            self.finish()

    def _ready(self, batch: Sequence[Claimed]) -> tuple[list[Claimed], Check]:
        """Those that may go now, and what is true of them."""
        left, now = list(batch), self.moment()
        if (room := gates.open_for(now)) is not None:
            self.is_probing, left = bool(room), left[:room]
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
        self._mark_dead()
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
            self._park(claimed, message.last_error or "too many attempts", "undeliverable", now)
            return None, []
        plan, wanted = check.of(claimed, now=now)
        if plan is None:
            self._postpone(claimed, UNREADABLE, now)
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
                self._cannot_be_written(claimed, problem, now)
        return None, wanted

    def _hear(self) -> None:
        """Settles what the server has answered, first come, first served."""
        done, _ = wait(self.underway, return_when=FIRST_COMPLETED)
        for answered in done:
            underway = self.underway.pop(answered)
            try:
                self._conclude(underway, answered.exception())
            except Error:
                self._leave(underway.claimed)

    def _conclude(self, underway: Underway, problem: BaseException | None) -> None:
        self._hear_noted()
        claimed, now = underway.claimed, self.moment()
        if problem is None:
            crash_point(AFTER_250)
            self._note(underway, now)
        elif isinstance(problem, ServerRefuses):
            self._give_back([claimed])
            self._is_down(str(problem), now)
        elif isinstance(problem, NobodyThere):
            self.nobody.append((claimed, str(problem)))
            if len(self.nobody) >= NOBODY_IN_A_ROW:
                self._relay_refuses_all(now)
        elif isinstance(problem, TryLater):
            self._put_off(claimed, problem, now)
        elif isinstance(problem, NeverTaken):
            self._park(claimed, str(problem), "undeliverable", now)
            self._is_up()
        else:
            self._cannot_be_written(claimed, problem, now)

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
            self._is_up()

    def _not_noted(self, claimed: Claimed, settle: Settle) -> None:
        self.untold.add(claimed, lambda: self._count(is_ours=settle()()))
        self._leave(claimed)

    def _count(self, *, is_ours: bool) -> None:
        self.tally.sent, self.tally.lost = self.tally.sent + is_ours, self.tally.lost + (not is_ours)

    def _put_off(self, claimed: Claimed, problem: TryLater, now: datetime) -> None:
        row, limit = (self.broken, BROKEN_IN_A_ROW) if isinstance(problem, Broken) else (self.put_off, PUT_OFF_IN_A_ROW)
        self._postpone(claimed, str(problem), now)
        row.append(claimed)
        if len(row) >= limit or (self.is_probing and isinstance(problem, Broken)):
            settling.forgive(row)
            self._is_down(str(problem), now)

    def _relay_refuses_all(self, now: datetime) -> None:
        """One address after another, and none that exists: that is the server's word about us, not about them."""
        refused, self.nobody = self.nobody, []
        for claimed, problem in refused:
            self._postpone(claimed, problem, now)
        settling.forgive([claimed for claimed, _ in refused])
        self._is_down(refused[-1][1], now)

    def _is_down(self, problem: str, now: datetime) -> None:
        self.tally.has_stopped = True
        self.broken, self.put_off = [], []
        gates.found_down(now, problem)

    def _is_up(self) -> None:
        self.broken, self.put_off = [], []
        self._mark_dead()
        if self.is_probing:
            self.is_probing = False
            try:
                gates.found_up()
            except Error:
                logger.exception("That the mail server is back could not be noted.")
                self.tally.has_stopped = True

    def _mark_dead(self) -> None:
        """Nobody is at these addresses, and the server is not just refusing all that we give it."""
        refused, self.nobody = self.nobody, []
        for claimed, problem in refused:
            try:
                settling.come_back(claimed, problem=problem)
                user = claimed.message.user
                addresses.call_dead(user, user.email, why="bounce", told_by="smtp", code=problem, now=self.moment())
            except Error:
                self._leave(claimed)
            self.tally.parked += 1

    def _postpone(self, claimed: Claimed, problem: str, now: datetime) -> None:
        settling.postpone(claimed, until=now + settling.pause_after(claimed.message.attempts), problem=problem)
        self.tally.postponed += 1

    def _park(self, claimed: Claimed, problem: str, reason: str, now: datetime) -> None:
        self._hear_noted()
        settling.park(claimed, problem=problem, reason=reason, now=now)
        self.tally.parked += 1

    def _cannot_be_written(self, claimed: Claimed, problem: BaseException, now: datetime) -> None:
        """A text, an address or a header: this message waits for a person, the others go on."""
        logger.error("Message %s could not be put together.", claimed.message.pk, exc_info=problem)
        self._park(claimed, type(problem).__name__, "broken", now)

    def _leave(self, claimed: Claimed) -> None:
        """If it was sent we go on trying to say so; else its lease runs out, and the same message is tried again."""
        logger.exception("Message %s could not be settled.", claimed.message.pk)
        self.tally.has_stopped = True

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
