"""What the person said about a nudge comes first: stop, not this one, later, now, pause."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from nudges.clock import DAY
from nudges.facts import AWAY
from nudges.models import Nudge, NudgeChoice
from nudges.rules import GENTLE, Wanted
from nudges.slots.kinds import Gone, Laid
from nudges.slots.table import Table

AFTER_A_SNOOZE = 3 * DAY  # how much longer a gentle nudge is of use when the person asked for it later
KINDS = NudgeChoice.Kind


def heard(one: Wanted, *, choices: Sequence[NudgeChoice], table: Table) -> Wanted | Laid:
    """A nudge that is settled by what was said, or the nudge with its later start."""
    subjects = {one.subject, f"application:{one.application}"} - {""}
    if any(choice.kind == KINDS.STOP_SUBJECT and choice.subject in subjects for choice in choices):
        return Laid(one, None, reason="stopped_by_you")
    mine = [choice for choice in choices if (choice.rule, choice.subject, choice.occurrence) == one.key]
    if any(choice.kind == KINDS.DROP for choice in mine):
        return Laid(one, None, reason="dropped_by_you")
    kinds = (KINDS.SNOOZE, KINDS.SEND_NOW)
    latest = max((choice for choice in mine if choice.kind in kinds), key=lambda choice: choice.made_at, default=None)
    message = _held(one, latest, table)
    can_go = table.is_proven and not one.is_here_only and table.now < one.useful_until
    if latest and latest.kind == KINDS.SEND_NOW and can_go:
        return Laid(one, message.slot if message else latest.made_at, reason="send_now")
    preferences = table.preferences
    if preferences.is_paused and preferences.paused_until is None:
        return Laid(one, None, reason="paused")
    if message and not preferences.is_paused_at(table.now):
        return _stay(one, message, table)
    if preferences.is_paused and preferences.paused_until:
        one = _not_before(one, preferences.paused_until)
    return _put_off(one, latest, table) if latest and latest.kind == KINDS.SNOOZE else one


def _held(one: Wanted, choice: NudgeChoice | None, table: Table) -> Gone | None:
    """The message with which it has been tried, unless the person or a pause took it out since."""
    message = table.held.get(one.key)
    if message is None:
        return None
    if choice and choice.kind == KINDS.SNOOZE and choice.made_at >= message.slot:
        return None
    has_pause_begun = one.kind == GENTLE and one.not_before > max(table.now, message.slot)
    return None if has_pause_begun else message


def _stay(one: Wanted, message: Gone, table: Table) -> Laid:
    """Its message has been tried: it stays with it, so that every attempt bears the same Message-ID."""
    if problem := table.not_by_mail(one):
        return Laid(one, message.slot, Nudge.Channel.PAGE, problem)
    if table.now > one.useful_until:
        return Laid(one, None, reason="too_late")
    return Laid(one, message.slot)


def _put_off(one: Wanted, choice: NudgeChoice, table: Table) -> Wanted | Laid:
    if choice.until is None:
        is_back = table.last_visit_at is not None and table.last_visit_at >= choice.made_at + AWAY
        return one if is_back else Laid(one, None, reason="until_you_come_back")
    one = _not_before(one, choice.until)
    if one.kind != GENTLE:
        return one
    return dataclasses.replace(one, useful_until=max(one.useful_until, choice.until + AFTER_A_SNOOZE))


def _not_before(one: Wanted, moment: datetime) -> Wanted:
    """Moved to another moment, it is no longer the one that the person typed."""
    if moment <= one.not_before:
        return one
    return dataclasses.replace(one, not_before=moment, is_exact=False)
