"""What a person decides about nudges. Every change reconciles the plan in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from nudges.models import Nudge


def set_lists(user: User, lists: Iterable[str], *, said_on: str, now: datetime) -> None:
    """Exactly these lists come by mail from now on; what changed is kept as `Consent` rows. Marks the person as decided."""


def decide_later(user: User, *, now: datetime) -> None:
    """*Decide later* on the welcome page or when asked again: nothing comes by mail."""


def change_preferences(user: User, *, now: datetime, **changes: Any) -> None:
    """Slot, quiet hours, weekend, Friday afternoon, weekly goal. Raises ValidationError for values that cannot be."""


def snooze(nudge: Nudge, *, until: datetime | None, now: datetime) -> None:
    """Not before `until`; None means: not until the person comes back."""


def drop(nudge: Nudge, *, now: datetime) -> None:
    """*Not this one*."""


def stop_subject(nudge: Nudge, *, now: datetime) -> None:
    """Nothing more about what this nudge is about (an application with its interviews and recovery questions)."""


def send_now(nudge: Nudge, *, now: datetime) -> None:
    """Goes with the next tick, by mail, outside quiet hours and caps: the person asked for it."""


def pause_all(user: User, *, until: datetime | None, now: datetime) -> None:
    """Nothing by mail until then; None means: until the person ends the pause."""


def resume(user: User, *, now: datetime) -> None:
    """Ends a pause."""


def unsubscribe(user: User, lists: Iterable[str], *, now: datetime) -> None:
    """Ends these lists by mail, from a link in a mail. May repeat."""
