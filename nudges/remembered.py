"""What people decided about their nudges, and what they were sent: read beside the facts, for slots and plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from nudges.asking import together
from nudges.facts import UNSEEN
from nudges.models import Message, Nudge, NudgeChoice, NudgePreference
from nudges.prepared import prepared
from nudges.slots import Gone

REMEMBERED = timedelta(days=90)  # how far back sent messages count for the caps


@dataclass(frozen=True)
class Remembered:
    """Each by the pk of the person."""

    choices: dict[int, list[NudgeChoice]]
    preferences: dict[int, NudgePreference]
    gone: dict[int, list[Gone]]


async def of(ids: list[int], now: datetime, *, fresh: Collection[UUID] = ()) -> Remembered:
    """`fresh` names messages that do not count as underway yet."""
    return Remembered(*await together(_choices(ids), _preferences(ids), _gone(ids, now, fresh)))


async def _choices(ids: list[int]) -> dict[int, list[NudgeChoice]]:
    found: dict[int, list[NudgeChoice]] = defaultdict(list)
    for choice in await _choices_of(ids):
        found[choice.user_id].append(choice)
    return found


@prepared
def _choices_of(ids: list[int]) -> QuerySet[NudgeChoice]:
    return NudgeChoice.objects.filter(user__in=ids)


async def _preferences(ids: list[int]) -> dict[int, NudgePreference]:
    return {row.user_id: row for row in await _preferences_of(ids)}


@prepared
def _preferences_of(ids: list[int]) -> QuerySet[NudgePreference]:
    return NudgePreference.objects.filter(user__in=ids)


async def _gone(ids: list[int], now: datetime, fresh: Collection[UUID]) -> dict[int, list[Gone]]:
    """Messages that were sent, were tried, or stand in the way of another one at the same slot."""
    messages = await _messages(ids, now, list(fresh))
    parts: dict[UUID | None, list[Nudge]] = defaultdict(list)
    for nudge in await _parts([message.pk for message in messages]) if messages else ():
        parts[nudge.message_id].append(nudge)
    found: dict[int, list[Gone]] = defaultdict(list)
    for message in messages:
        nudges = parts[message.pk]
        is_sent, is_underway = message.state == Message.State.SENT, message.state == Message.State.WAITING
        # A parked or emptied message only keeps its slot taken: nobody got it, so it counts for no cap.
        found[message.user_id].append(
            Gone(
                slot=message.slot,
                kind=message.kind if is_sent or is_underway else "",
                sent_at=None if is_underway else message.sent_at or message.slot,
                keys=frozenset(nudge.key for nudge in nudges) if is_sent or is_underway else frozenset(),
                recoveries=frozenset(nudge.recovery for nudge in nudges if nudge.recovery),
            )
        )
    return found


@prepared
def _messages(ids: list[int], now: datetime, fresh: list[UUID]) -> QuerySet[Message]:
    # What nobody has come back to since is remembered for good: silence does not wear off.
    recent = Q(state=Message.State.SENT) & (Q(sent_at__gte=now - REMEMBERED) | UNSEEN)
    others = Q(state__in=[Message.State.WAITING, Message.State.PARKED, Message.State.EMPTY], attempts__gt=0)
    return Message.objects.filter(recent | others, user__in=ids).exclude(pk__in=fresh)


@prepared
def _parts(messages: list[UUID]) -> QuerySet[Nudge]:
    return Nudge.objects.filter(message__in=messages).only("message", "rule", "subject", "occurrence", "recovery")
