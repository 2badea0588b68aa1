"""The messages that stand already, and what still fits between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from nudges.clock import DAY, Clock
from nudges.models import Nudge
from nudges.rules import GENTLE, UNVISITED, UNVISITED_DIGESTS, Wanted
from nudges.slots.kinds import A_DAY, A_WEEK, GRACE, Gone


class Table:
    """One person's messages: sent, underway, and laid out so far."""

    def __init__(
        self,
        clock: Clock,
        gone: Sequence[Gone],
        now: datetime,
        last_visit_at: datetime | None,
        *,
        is_proven: bool,
    ) -> None:
        self.clock, self.now, self.last_visit_at, self.is_proven = clock, now, last_visit_at, is_proven
        self.preferences = clock.preferences
        self.taken = {message.slot for message in gone}
        self.held = {key: message for message in gone if message.is_underway for key in message.keys}
        gentle = [message for message in gone if message.kind == GENTLE]
        # What is still being tried may arrive today, and nobody has seen it yet.
        self.days = [clock.day(message.sent_at or max(message.slot, now)) for message in gentle]
        self.unvisited = [message.kind for message in gone if self._is_unvisited(message.sent_at or message.slot)]
        self.by_recovery: dict[int, set[datetime]] = {}
        for message in gentle:
            for recovery in message.recoveries:
                self.by_recovery.setdefault(recovery, set()).add(message.slot)
        self.riding: set[datetime] = set()  # messages that go anyway
        self.digests: set[datetime] = set()  # those of them that are the weekly digest
        self.planned: set[datetime] = set()  # gentle ones, laid out so far

    def _is_unvisited(self, moment: datetime) -> bool:
        return self.last_visit_at is None or moment > self.last_visit_at

    def is_silent(self) -> bool:
        """Nobody has been here for so long that nothing more goes than what the person typed or asked for."""
        digests = self.unvisited.count(Nudge.Kind.DIGEST)
        return self.unvisited.count(GENTLE) >= UNVISITED or digests >= UNVISITED_DIGESTS

    def not_by_mail(self, one: Wanted) -> str:
        """Why this may not go by mail; empty where it may."""
        if one.is_here_only:
            return "here_only"
        if not self.preferences.wants(one.list):
            return "not_by_mail"
        return "" if self.is_proven else "unconfirmed"

    def is_open(self, kind: str, slot: datetime, useful_until: datetime) -> bool:
        """The slot, or this very moment where the slot has just gone by, is allowed and not too late."""
        moment = max(slot, self.now)
        return (
            slot + GRACE >= self.now
            and moment < useful_until
            and self.clock.allows(kind, slot)
            and self.clock.allows(kind, moment)
        )

    def counted(self, one: Wanted) -> set[datetime]:
        """The messages that count for the recovery of this nudge."""
        return self.by_recovery.get(one.recovery, set()) if one.recovery else set()

    def fits(self, moment: datetime) -> bool:
        """One more gentle message on this day keeps to one a day and two in any seven days, before and after."""
        day = self.clock.day(max(moment, self.now))
        days = [*self.days, *(self.clock.day(max(slot, self.now)) for slot in self.planned)]
        if days.count(day) >= A_DAY:
            return False
        return all(sum(first <= other < first + 7 * DAY for other in [*days, day]) <= A_WEEK for first in [*days, day])

    def take(self, one: Wanted, moment: datetime) -> None:
        self.planned.add(moment)
        if one.recovery:
            self.by_recovery.setdefault(one.recovery, set()).add(moment)
