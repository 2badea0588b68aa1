"""Keeps the stored plan equal to what rules and slots say. There is no other way to plan, move or revoke a nudge."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User


def reconcile(user: User, *, now: datetime) -> None:
    """Stores what rules and slots say for this person: inserts, moves, drops. What was sent stays. May repeat."""


def reconcile_all(now: datetime) -> int:
    """Reconciles everybody in chunks, for the sweep; heals what was missed. Returns how many people were looked at."""
    return 0
