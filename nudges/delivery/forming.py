"""Puts due nudges of one person and slot into one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from nudges import planner
from nudges.models import Message, Nudge

AT_ONCE = 200

Place = tuple[int, datetime]  # a person's pk and a slot


def form_messages(now: datetime) -> int:
    """Gives due nudges without a message one for their person and slot. Returns how many messages were formed.

    With nothing due this reads one page of a partial index (`nudge_due`), whatever the size of the table.
    """
    formed = 0
    while True:
        with transaction.atomic():
            due = _due(now)
            made, stuck = _form(due, now)
        for user in User.objects.filter(pk__in=stuck):
            # Their slot has had its message: the planner knows, and gives them another one.
            planner.reconcile_or_log(user, now=now)
        formed += made
        if len(due) < AT_ONCE or not made:
            return formed


def _due(now: datetime) -> list[Nudge]:
    """The first due ones, and all else that is due for the same people, so that no slot is torn apart."""
    waiting = Nudge.objects.filter(state=Nudge.State.PLANNED, channel=Nudge.Channel.MAIL, message=None, due_at__lte=now)
    waiting = waiting.only("user", "due_at", "kind", "reason").select_for_update(skip_locked=True, no_key=True)
    first = list(waiting.order_by("due_at")[:AT_ONCE])
    if len(first) < AT_ONCE:
        return first
    known = {nudge.pk for nudge in first}
    return first + [
        nudge for nudge in waiting.filter(user__in={nudge.user_id for nudge in first}) if nudge.pk not in known
    ]


def _form(due: Sequence[Nudge], now: datetime) -> tuple[int, set[int]]:
    """How many messages were formed or joined, and the people whose slot has had its message already."""
    groups: dict[Place, list[Nudge]] = {}
    for nudge in due:
        if nudge.due_at is not None:
            groups.setdefault((nudge.user_id, nudge.due_at), []).append(nudge)
    if not groups:
        return 0, set()
    standing = _standing(groups)
    Message.objects.bulk_create(
        [
            Message(user_id=user, slot=slot, kind=kind_of(nudges), next_attempt_at=now, created_at=now)
            for (user, slot), nudges in groups.items()
            if (user, slot) not in standing
        ],
        ignore_conflicts=True,  # another sender may be forming the same one: then its row counts
    )
    standing = _standing(groups)
    joined = []
    for place, nudges in groups.items():
        messages = standing.get(place, [])
        if len(messages) == 1 and messages[0].attempts == 0 and messages[0].state == Message.State.WAITING:
            for nudge in nudges:
                nudge.message = messages[0]
                joined.append(nudge)
    # The database finds the message of each: telling it which takes Django longer than sending one.
    mine = Message.objects.filter(Message.STILL_WAITING, user=OuterRef("user"), slot=OuterRef("due_at"))
    Nudge.objects.filter(pk__in=[nudge.pk for nudge in joined]).update(message=Subquery(mine.values("pk")[:1]))
    met = {(nudge.user_id, nudge.due_at) for nudge in joined}
    return len(met), {user for user, slot in groups if (user, slot) not in met}


def _standing(places: dict[Place, list[Nudge]]) -> dict[Place, list[Message]]:
    found: dict[Place, list[Message]] = {}
    slots, users = {slot for _, slot in places}, {user for user, _ in places}
    rows = Message.objects.filter(user__in=users, slot__in=slots).select_for_update(no_key=True)
    for message in rows.only("user", "slot", "attempts", "state").order_by():
        found.setdefault((message.user_id, message.slot), []).append(message)
    return found


def kind_of(nudges: Sequence[Nudge]) -> str:
    """A message with an appointment, a digest, or what the person asked for now, stands outside the caps."""
    kinds = {nudge.kind for nudge in nudges}
    if Nudge.Kind.APPOINTMENT in kinds or any(nudge.reason == "send_now" for nudge in nudges):
        return Nudge.Kind.APPOINTMENT
    return Nudge.Kind.DIGEST if Nudge.Kind.DIGEST in kinds else Nudge.Kind.GENTLE
