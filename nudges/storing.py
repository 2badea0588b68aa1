"""Writes what a plan says into its rows: inserts, moves, drops. What was sent stays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from nudges.models import Nudge, NudgeChoice
from nudges.slots import Laid

if TYPE_CHECKING:
    from nudges.planner import Plan


def store(plan: Plan, *, now: datetime) -> None:
    """Writes only what differs from what is stored."""
    fresh, changed = [], []
    for one in plan.laid:
        row = plan.rows.get(one.wanted.key)
        if row is None:
            if one.due_at or one.is_waiting:
                fresh.append(_write(Nudge(user=plan.user, created_at=now), one, now=now))
        elif row.state in (Nudge.State.PLANNED, Nudge.State.DROPPED):
            before = _values(row)
            if _values(_write(row, one, now=now)) != before:
                changed.append(row)
    laid = {one.wanted.key for one in plan.laid}
    for key, row in plan.rows.items():
        if row.state == Nudge.State.PLANNED and key not in laid:
            changed.append(_give_up(row, _why_over(row, now), now=now))
        elif row.state == Nudge.State.SENT and row.is_over != _is_over(row, plan):
            row.is_over = not row.is_over
            changed.append(row)
    Nudge.objects.bulk_create(fresh)
    Nudge.objects.bulk_update(changed, STORED)


STORED = [
    "list",
    "kind",
    "channel",
    "state",
    "due_at",
    "useful_until",
    "why",
    "params",
    "reason",
    "application",
    "recovery",
    "message",
    "settled_at",
    "moved_at",
    "path",
    "is_over",
]


def _values(row: Nudge) -> tuple[object, ...]:
    return tuple(row.message_id if name == "message" else getattr(row, name) for name in STORED)


def _write(row: Nudge, one: Laid, *, now: datetime) -> Nudge:
    """Makes the row say what was laid out."""
    wanted = one.wanted
    row.rule, row.subject, row.occurrence = wanted.key
    row.list, row.kind, row.why, row.params = wanted.list, wanted.kind, wanted.why, dict(wanted.params)
    row.application, row.recovery, row.useful_until = wanted.application, wanted.recovery, wanted.useful_until
    row.path = wanted.path
    if one.due_at is None and not one.is_waiting:
        return _give_up(row, one.reason, now=now)
    moves = row.due_at != one.due_at or one.channel != Nudge.Channel.MAIL
    if moves and row.message_id is not None:
        row.message = None  # the message itself is delivery's: it finds out that a part has gone
    if row.pk and row.due_at != one.due_at:
        row.moved_at = now
    row.state, row.due_at, row.channel, row.reason = Nudge.State.PLANNED, one.due_at, one.channel, one.reason
    row.settled_at = None
    return row


def _give_up(row: Nudge, reason: str, *, now: datetime) -> Nudge:
    if row.state != Nudge.State.DROPPED:
        row.settled_at = now
    row.state, row.reason, row.message = Nudge.State.DROPPED, reason, None
    return row


def _is_over(row: Nudge, plan: Plan) -> bool:
    """Whether one that was sent has nothing to say any more: done, dropped, stopped, or put off since (then it comes
    again by itself)."""
    rule, subject, occurrence = row.key
    if (rule, subject, occurrence.partition("~")[0]) not in plan.asked:  # without the mark of a repeat
        return True
    subjects = {subject, f"application:{row.application}"} - {""}
    kinds = NudgeChoice.Kind
    for choice in plan.choices:
        is_mine = (choice.rule, choice.subject, choice.occurrence) == row.key
        is_later = row.settled_at is not None and choice.made_at >= row.settled_at
        if choice.kind == kinds.STOP_SUBJECT and choice.subject in subjects:
            return True
        if is_mine and (choice.kind == kinds.DROP or (choice.kind == kinds.SNOOZE and is_later)):
            return True
    return False


def _why_over(row: Nudge, now: datetime) -> str:
    """No rule wants it any more: because it was seen on the page, because its time has gone, or because it is done."""
    if row.useful_until > now:
        return "no_longer_needed"
    was_shown = row.channel == Nudge.Channel.PAGE and row.due_at is not None and row.due_at <= now
    return "shown" if was_shown else "too_late"
