"""Lays a person's plan out: what the person said, then what has its own moment, then gentle nudges by priority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nudges.clock import Clock
from nudges.facts import Key
from nudges.models import Nudge, NudgeChoice, NudgePreference
from nudges.rules import GENTLE, Wanted
from nudges.slots.appointments import place_appointment, place_digest
from nudges.slots.gentle import place_gentle
from nudges.slots.kinds import Gone, Laid
from nudges.slots.said import heard
from nudges.slots.table import Table

DIGEST = Nudge.Kind.DIGEST
ALONE = {"send_now", "your_moment"}


def lay_out(
    wanted: Sequence[Wanted],
    *,
    sent: Iterable[Gone],
    choices: Iterable[NudgeChoice],
    preferences: NudgePreference,
    zone: ZoneInfo,
    now: datetime,
    last_visit_at: datetime | None = None,
    is_proven: bool = True,
) -> list[Laid]:
    """Gives every wanted nudge that has not been sent its moment and channel, or the reason why it has none.

    `is_proven`: the person's address is known to be theirs, or nobody asks.
    """
    gone, said = list(sent), list(choices)
    table = Table(Clock(zone, preferences), gone, now, last_visit_at, is_proven=is_proven)
    decided = [heard(one, choices=said, table=table) for one in _unsent(wanted, gone)]
    fixed = [one for one in decided if isinstance(one, Wanted) and one.kind != GENTLE]
    gentle = [one for one in decided if isinstance(one, Wanted) and one.kind == GENTLE]
    laid = [one for one in decided if isinstance(one, Laid)]
    laid += [place_digest(one, table) if one.kind == DIGEST else place_appointment(one, table) for one in fixed]
    carrying = [(one.due_at, one.wanted.kind) for one in laid if one.due_at and _carries(one)]
    table.riding = {moment for moment, _kind in carrying}
    table.digests = {moment for moment, kind in carrying if kind == Nudge.Kind.DIGEST}
    laid += [place_gentle(one, table) for one in sorted(gentle, key=_by_priority)]
    return laid


def _unsent(wanted: Sequence[Wanted], gone: Iterable[Gone]) -> list[Wanted]:
    said = {key for message in gone if not message.is_underway for key in message.keys}
    return [one for one in wanted if one.key not in said]


def _by_priority(one: Wanted) -> tuple[int, datetime, Key]:
    return (one.priority, one.not_before, one.key)


def _carries(one: Laid) -> bool:
    """A message that goes anyway, so that gentle nudges may ride along. A moment of one's own stands for itself."""
    return one.wanted.kind != GENTLE and one.reason not in ALONE and one.channel == Nudge.Channel.MAIL
