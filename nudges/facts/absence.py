"""Facts about somebody who has not been here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from nudges.models import Message, Nudge

UNSEEN = Q(user__last_visit_at=None) | Q(sent_at__gt=F("user__last_visit_at"))


COUNTED = (Nudge.Kind.GENTLE, Nudge.Kind.DIGEST)


def unvisited_of(people: Iterable[int]) -> dict[tuple[int, str], list[datetime]]:
    """When messages of each kind left for each person since they were last here: the earliest first, all of them."""
    rows = Message.objects.filter(UNSEEN, user__in=list(people), kind__in=COUNTED, state=Message.State.SENT)
    found: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for pk, kind, sent_at in rows.order_by("sent_at").values_list("user", "kind", "sent_at"):
        if sent_at is not None:
            found[pk, kind].append(sent_at)
    return found
