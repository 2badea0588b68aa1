"""What the mail server answers: what that says of one message and, by several in a row, of the server itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error

from nudges import addresses
from nudges.delivery import gates, settling
from nudges.delivery.claiming import Claimed
from nudges.delivery.outbox import Broken, NeverTaken, NobodyThere, TryLater

logger = logging.getLogger("nudges.delivery")

# So many different messages in a row, without one that was taken, are not to blame: it is the server.
BROKEN_IN_A_ROW, PUT_OFF_IN_A_ROW, NOBODY_IN_A_ROW = 3, 10, 3


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


@dataclass
class Answers:
    """Writes down what became of messages that were not taken, and sees when nobody is to try any more."""

    tally: Tally
    moment: Callable[[], datetime]
    is_probing: bool = False  # one message asks for all whether the server is back
    broken: list[Claimed] = field(default_factory=list)  # in a row, without one that was taken
    put_off: list[Claimed] = field(default_factory=list)
    nobody: list[tuple[Claimed, str]] = field(default_factory=list)

    def hear(self, claimed: Claimed, problem: BaseException, now: datetime) -> None:
        if isinstance(problem, NobodyThere):
            self.nobody.append((claimed, str(problem)))
            if len(self.nobody) >= NOBODY_IN_A_ROW:
                self._relay_refuses_all(now)
        elif isinstance(problem, TryLater):
            self._put_off(claimed, problem, now)
        elif isinstance(problem, NeverTaken):
            self.park(claimed, str(problem), "undeliverable", now)
            self.is_up()
        else:
            self.cannot_be_written(claimed, problem, now)

    def is_down(self, problem: str, now: datetime) -> None:
        self.tally.has_stopped = True
        self.broken, self.put_off = [], []
        gates.found_down(now, problem)

    def is_up(self) -> None:
        self.broken, self.put_off = [], []
        self.mark_dead()
        if self.is_probing:
            self.is_probing = False
            try:
                gates.found_up()
            except Error:
                logger.exception("That the mail server is back could not be noted.")
                self.tally.has_stopped = True

    def mark_dead(self) -> None:
        """Nobody is at these addresses, and the server is not just refusing all that we give it."""
        refused, self.nobody = self.nobody, []
        for claimed, problem in refused:
            try:
                settling.come_back(claimed, problem=problem)
                user = claimed.message.user
                addresses.call_dead(user, user.email, why="bounce", told_by="smtp", code=problem, now=self.moment())
            except Error:
                self.leave(claimed)
            self.tally.parked += 1

    def postpone(self, claimed: Claimed, problem: str, now: datetime) -> None:
        settling.postpone(claimed, until=now + settling.pause_after(claimed.message.attempts), problem=problem)
        self.tally.postponed += 1

    def park(self, claimed: Claimed, problem: str, reason: str, now: datetime) -> None:
        settling.park(claimed, problem=problem, reason=reason, now=now)
        self.tally.parked += 1

    def cannot_be_written(self, claimed: Claimed, problem: BaseException, now: datetime) -> None:
        """A text, an address or a header: this message waits for a person, the others go on."""
        logger.error("Message %s could not be put together.", claimed.message.pk, exc_info=problem)
        self.park(claimed, type(problem).__name__, "broken", now)

    def leave(self, claimed: Claimed) -> None:
        """If it was sent its sender goes on trying to say so; else its lease runs out, and it is tried again."""
        logger.exception("Message %s could not be settled.", claimed.message.pk)
        self.tally.has_stopped = True

    def _put_off(self, claimed: Claimed, problem: TryLater, now: datetime) -> None:
        row, limit = (self.broken, BROKEN_IN_A_ROW) if isinstance(problem, Broken) else (self.put_off, PUT_OFF_IN_A_ROW)
        self.postpone(claimed, str(problem), now)
        row.append(claimed)
        if len(row) >= limit or (self.is_probing and isinstance(problem, Broken)):
            settling.forgive(row)
            self.is_down(str(problem), now)

    def _relay_refuses_all(self, now: datetime) -> None:
        """One address after another, and none that exists: that is the server's word about us, not about them."""
        refused, self.nobody = self.nobody, []
        for claimed, problem in refused:
            self.postpone(claimed, problem, now)
        settling.forgive([claimed for claimed, _ in refused])
        self.is_down(refused[-1][1], now)
