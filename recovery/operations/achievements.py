"""The bank of evidence cards: what a person keeps of what they did, for letters and interviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from applications.folding import fold
from applications.models import JobApplication
from recovery.models import Achievement, Recovery
from recovery.models.achievement import TAG_LENGTH, TAGS_AT_MOST
from recovery.operations.telling import lock

RESTORABLE_FOR = timedelta(days=30)


@transaction.atomic
def keep_achievement(
    user: User,
    *,
    now: datetime,
    title: str = "",
    situation: str = "",
    action: str = "",
    result: str = "",
    tags: Iterable[str] = (),
    application: JobApplication | None = None,
    recovery: Recovery | None = None,
    prompt_key: str = "",
) -> Achievement:
    """Keeps an evidence card, plain; at least one of its three parts says something.

    A card of one prompt of one recovery is kept once: keeping it again puts its words in place of the former ones, and
    leaves the title and tags that it bears by now.
    """
    lock(user)
    words = {"situation": situation.strip(), "action": action.strip(), "result": result.strip()}
    if recovery and prompt_key:
        known = user.achievements.kept().filter(recovery=recovery, prompt_key=prompt_key).first()
        if known:
            return change_achievement(known, now=now, **words)
    return user.achievements.create(
        title=" ".join(title.split()),
        tags=tidy_tags(tags),
        application=application,
        recovery=recovery,
        prompt_key=prompt_key,
        created_at=now,
        updated_at=now,
        **words,
    )


@transaction.atomic
def change_achievement(
    achievement: Achievement, *, now: datetime, tags: Iterable[str] | None = None, **words: str
) -> Achievement:
    """Puts other words or tags in their place; what is not named stays."""
    for name, text in words.items():
        setattr(achievement, name, text)
    if tags is not None:
        achievement.tags = tidy_tags(tags)
    achievement.updated_at = now
    achievement.save()
    return achievement


def tidy_tags(names: Iterable[str]) -> list[str]:
    """Each once, whatever its capitals and accents, as it was written first."""
    once: dict[str, str] = {}
    for name in names:
        name = " ".join(name.split())[:TAG_LENGTH].strip()
        if name:
            once.setdefault(fold(name), name)
    return list(once.values())[:TAGS_AT_MOST]


def remove_achievement(achievement: Achievement, *, now: datetime) -> None:
    """Takes it out of the bank. It can be brought back for 30 days."""
    achievement.removed_at = now
    achievement.save(update_fields=["removed_at"])


@transaction.atomic
def restore_achievement(achievement: Achievement) -> None:
    """Brings it back. One that was kept anew from the same card meanwhile stays: then this one comes from nowhere."""
    lock(achievement.user)
    same = achievement.user.achievements.kept().filter(recovery=achievement.recovery, prompt_key=achievement.prompt_key)
    if achievement.recovery and achievement.prompt_key and same.exclude(pk=achievement.pk).exists():
        achievement.prompt_key = ""
    achievement.removed_at = None
    achievement.save(update_fields=["removed_at", "prompt_key"])


def sweep_achievements(*, now: datetime) -> int:
    """Really deletes those whose time is over. Returns how many."""
    return Achievement.objects.filter(removed_at__lte=now - RESTORABLE_FOR).delete()[0]
