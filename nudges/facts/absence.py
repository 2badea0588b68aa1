"""Facts about somebody who has not been here."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import F, Q, QuerySet

from nudges.models import Message, Nudge
from nudges.prepared import prepared

UNSEEN = Q(user__last_visit_at=None) | Q(sent_at__gt=F("user__last_visit_at"))


COUNTED = (Nudge.Kind.GENTLE, Nudge.Kind.DIGEST)


async def unvisited_of(ids: list[int]) -> dict[tuple[int, str], list[datetime]]:
    """When messages of each kind left for each person since they were last here: the earliest first, all of them."""
    found: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for pk, kind, sent_at in await _unseen(ids):
        if sent_at is not None:
            found[pk, kind].append(sent_at)
    return found


@prepared
def _unseen(ids: list[int]) -> QuerySet[Message, tuple[int, str, datetime | None]]:
    rows = Message.objects.filter(UNSEEN, user__in=ids, kind__in=COUNTED, state=Message.State.SENT)
    return rows.order_by("sent_at").values_list("user", "kind", "sent_at")
