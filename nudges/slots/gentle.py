"""Where a gentle nudge goes: in a slot with room under the caps, or along with a message that goes anyway."""

from __future__ import annotations

from datetime import datetime

from nudges.models import Nudge
from nudges.rules import Wanted
from nudges.slots.kinds import A_RECOVERY, GRACE, Laid
from nudges.slots.table import Table


def place_gentle(one: Wanted, table: Table) -> Laid:
    if problem := table.not_by_mail(one):
        # A farewell has nothing to say on a page: whoever reads it is here.
        return Laid(one, None, reason=problem) if one.is_farewell else _on_page(one, problem, table)
    if table.is_silent() and not one.is_farewell:
        return Laid(one, None, reason="quiet_until_you_come_back")
    if table.now >= one.useful_until:
        return Laid(one, None, reason="too_late")
    counted, is_waiting = table.counted(one), False
    for moment in _moments(one, table):
        if moment in table.riding:
            return Laid(one, moment, reason="rides_along")
        if not table.is_open(one.kind, moment, one.useful_until) or moment in table.taken:
            continue
        if moment not in counted and len(counted) >= A_RECOVERY:
            continue
        if moment in table.planned or table.fits(moment):
            table.take(one, moment)
            return Laid(one, moment, reason="cap" if is_waiting else "")
        is_waiting = True
    if len(counted) >= A_RECOVERY:
        return Laid(one, None, reason="enough_for_this_recovery")
    return Laid(one, None, reason="cap" if is_waiting else "too_late")


def _on_page(one: Wanted, reason: str, table: Table) -> Laid:
    """Where mail was not asked for there is nothing to cap: it stands on the page from its first slot on."""
    slots = table.clock.slots(one.not_before, one.useful_until)
    allowed = (slot for slot in slots if table.clock.allows(one.kind, slot) and slot < one.useful_until)
    due_at = next(allowed, None)
    if due_at is None or table.now > one.useful_until:
        return Laid(one, None, Nudge.Channel.PAGE, "too_late")
    return Laid(one, due_at, Nudge.Channel.PAGE, reason)


def _moments(one: Wanted, table: Table) -> list[datetime]:
    """Slots and messages that go anyway, within the nudge's time."""
    start = max(one.not_before, table.now - GRACE)
    riding = {moment for moment in table.riding if one.not_before <= moment}
    digests = {table.clock.day(moment): moment for moment in table.digests & riding if moment < one.useful_until}
    # On the day of the digest it comes with the digest, not by itself.
    slots = {digests.get(table.clock.day(slot), slot) for slot in table.clock.slots(start, one.useful_until)}
    return sorted(moment for moment in {*slots, *riding} if moment < one.useful_until)
