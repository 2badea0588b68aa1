"""What stands already, what comes of it, and how much is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nudges.facts import Key
from nudges.models import Nudge
from nudges.rules import Wanted

# A slot stays open this long after its moment, for a sender that was down or a sweep that came first.
GRACE = timedelta(hours=3)
A_DAY, A_WEEK, A_RECOVERY = 1, 2, 5  # gentle messages at most

# Reasons with which a nudge without a moment stays in the plan: it waits for the person or for a curator.
WAITING = {"until_you_come_back", "quiet_until_you_come_back", "paused", "missing", "no_words"}


@dataclass(frozen=True)
class Gone:
    """A message that was sent, or whose sending has begun and not ended (`sent_at` is None): it cannot be moved."""

    slot: datetime
    kind: str
    sent_at: datetime | None = None
    keys: frozenset[Key] = frozenset()
    recoveries: frozenset[int] = frozenset()

    @property
    def is_underway(self) -> bool:
        return self.sent_at is None


@dataclass(frozen=True)
class Laid:
    """A wanted nudge with its moment; without one, `reason` says what it waits for or why it is given up."""

    wanted: Wanted
    due_at: datetime | None
    channel: str = Nudge.Channel.MAIL
    reason: str = ""

    @property
    def slot(self) -> datetime | None:
        """Nudges of one slot share one message."""
        return self.due_at

    @property
    def is_waiting(self) -> bool:
        return self.due_at is None and self.reason in WAITING


def is_at_its_moment(one: Wanted, now: datetime) -> bool:
    """The very moment that the person typed has not gone by, or has just now."""
    return one.is_exact and now < min(one.not_before + GRACE, one.useful_until)
