"""What the pages and the health check ask. Nudges come with `.about` (what it is about, or "") and `.link` (its page)."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from nudges.models import Nudge, NudgePreference


def preference_of(user: User) -> NudgePreference:
    """The person's wishes; an unsaved default where they have none yet."""
    return NudgePreference.objects.filter(user=user).first() or NudgePreference(user=user)


def plan_of(user: User) -> list[Nudge]:
    """What we will send or show, in order; those that wait for the person (no `due_at`) come last."""
    return []


def history_of(user: User) -> list[Nudge]:
    """What was sent, dropped or needs a look, newest first."""
    return []


def due_on_page(user: User, *, now: datetime) -> list[Nudge]:
    """What stands on the Today page: due and still wanted, whether or not it also went by mail."""
    return []


def is_anything_running(now: datetime) -> bool:
    """False when beat or every worker has been silent for more than three minutes: then nobody gets mail."""
    return True
