"""Where an appointment or a digest goes: in the slot that is meant, else beside it; no cap holds it back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from nudges.clock import DAY
from nudges.models import Nudge
from nudges.rules import Wanted
from nudges.slots.kinds import GRACE, Laid, is_at_its_moment
from nudges.slots.table import Table

A_MINUTE = timedelta(minutes=1)


def place_digest(one: Wanted, table: Table) -> Laid:
    """At the person's weekly moment, which is a slot of its own."""
    if table.is_silent():
        return Laid(one, None, reason="quiet_until_you_come_back")
    return _placed(one, None, table)


def place_appointment(one: Wanted, table: Table) -> Laid:
    return _placed(one, _slot_of(one, table), table)


def _placed(one: Wanted, moment: datetime | None, table: Table) -> Laid:
    reason = table.not_by_mail(one)
    channel = Nudge.Channel.PAGE if reason else Nudge.Channel.MAIL
    if is_at_its_moment(one, table.now):
        moment, reason = one.not_before, reason or "your_moment"
    if moment is None:
        moment, is_shifted = _beside_the_slot(one, table)
        reason = reason or ("quiet_hours" if is_shifted else "")
    if moment is not None and channel == Nudge.Channel.MAIL:
        moment = _free_from(moment, one, table)
    return Laid(one, moment, channel, reason) if moment else Laid(one, None, channel, "too_late")


def _slot_of(one: Wanted, table: Table) -> datetime | None:
    start, end = one.not_before, one.useful_until
    if one.slot_day is not None:
        start = max(start, table.clock.at(one.slot_day, time(0)))
        end = min(end, table.clock.at(one.slot_day + DAY, time(0)) - timedelta(microseconds=1))
    slots = table.clock.slots(max(start, table.now - GRACE), end)
    return next((slot for slot in slots if table.is_open(one.kind, slot, one.useful_until)), None)


def _beside_the_slot(one: Wanted, table: Table) -> tuple[datetime | None, bool]:
    """Without a slot: the moment the rule names, moved out of quiet hours, rather earlier than too late."""
    moment = max(one.else_at or one.not_before, one.not_before)
    soonest = max(moment, table.now)
    allowed = table.clock.next_allowed(one.kind, soonest)
    if allowed < one.useful_until:
        return (moment, False) if allowed == soonest else (allowed, True)
    earlier = max(table.clock.last_before_quiet(moment), table.now, one.not_before)
    if earlier < one.useful_until and table.clock.allows(one.kind, earlier):
        return earlier, True
    return None, False


def _free_from(moment: datetime, one: Wanted, table: Table) -> datetime | None:
    """Where its slot has had a message, the next free minute is a slot of its own: appointments do not wait."""
    if moment not in table.taken:
        return moment
    while moment in table.taken:
        moment += A_MINUTE
    leaves_at = max(moment, table.now)
    if is_at_its_moment(one, table.now):
        return moment
    allowed = table.clock.next_allowed(one.kind, leaves_at)
    if allowed >= one.useful_until:
        return None
    return moment if allowed == leaves_at else allowed
