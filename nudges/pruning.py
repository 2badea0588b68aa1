"""Forgets nudges and messages that are over, in small bites, after NUDGES_KEPT_DAYS.

What rules and caps remember lies within ninety days (`remembered.REMEMBERED`); the settings keep the term well beyond.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from nudges.facts import UNSEEN
from nudges.models import Message, Nudge

AT_ONCE = 1000


def prune(now: datetime) -> int:
    """Returns how many rows went. Each bite is a transaction of its own, so nobody waits for it."""
    before = now - timedelta(days=settings.NUDGES_KEPT_DAYS)
    return _prune_nudges(before) + _prune_messages(before)


def _prune_nudges(before: datetime) -> int:
    """Rows are numbered as they are made, so those to go lie at one end and reading stops where they end."""
    gone, last = 0, 0
    while True:
        rows = Nudge.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "created_at", "settled_at", "state")
        bite = list(rows[:AT_ONCE])
        over = [pk for pk, _, at, state in bite if state != Nudge.State.PLANNED and at is not None and at < before]
        gone += Nudge.objects.filter(pk__in=over).exclude(state=Nudge.State.PLANNED).delete()[0]
        if len(bite) < AT_ONCE or bite[0][1] >= before:
            return gone
        last = bite[-1][0]


def _prune_messages(before: datetime) -> int:
    """Those of which no nudge is left, but for what nobody has come back to since: silence does not wear off."""
    over = Message.objects.filter(created_at__lt=before, nudges=None).exclude(state=Message.State.WAITING)
    is_remembered = Q(state=Message.State.SENT) & UNSEEN & ~Q(kind=Nudge.Kind.APPOINTMENT)
    over = over.filter(~is_remembered)
    gone = 0
    while ids := list(over.values_list("pk", flat=True)[:AT_ONCE]):
        gone += Message.objects.filter(pk__in=ids).delete()[0]
    return gone
