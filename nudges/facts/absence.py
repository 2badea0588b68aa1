"""Facts about somebody who has not been here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from nudges.models import Message, Nudge

UNSEEN = Q(user__last_visit_at=None) | Q(sent_at__gt=F("user__last_visit_at"))


def unvisited_of(people: Iterable[int]) -> dict[int, list[datetime]]:
    """When each person's gentle messages left since they were last here, the earliest first, however long ago."""
    rows = Message.objects.filter(UNSEEN, user__in=list(people), kind=Nudge.Kind.GENTLE, state=Message.State.SENT)
    found: dict[int, list[datetime]] = defaultdict(list)
    for pk, sent_at in rows.order_by("sent_at").values_list("user", "sent_at"):
        if sent_at is not None:
            found[pk].append(sent_at)
    return found
