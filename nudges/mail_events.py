"""What providers tell us of mail that we sent: it came back, it was called spam, somebody wants no more of it.

They are heard through django-anymail, which knows their ways of saying it and checks that it is them.
"""

from __future__ import annotations

import logging
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from nudges import addresses, operations
from nudges.models import DeadAddress, NudgeList

logger = logging.getLogger(__name__)

# Nobody is there. Full mailboxes, filters and outages are of the day: the provider or the next attempt deals with them.
NOBODY = {RejectReason.BOUNCED, RejectReason.INVALID}
# Appointments were asked for one by one, and have a list of their own.
UNASKED = [value for value in NudgeList.values if value != NudgeList.APPOINTMENTS]


@receiver(tracking, dispatch_uid="nudges")
def heard(sender: Any, *, event: AnymailTrackingEvent, esp_name: str, **news: Any) -> None:
    """May be told twice, late, and of people who have left."""
    now = timezone.now()
    for user in User.objects.filter(email__iexact=event.recipient or ""):
        if event.event_type in (EventType.BOUNCED, EventType.REJECTED) and event.reject_reason in NOBODY:
            _call_dead(user, DeadAddress.Why.BOUNCE, esp_name, event.reject_reason)
        elif event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
            _call_dead(user, DeadAddress.Why.COMPLAINT, esp_name, "")
        elif event.event_type == EventType.UNSUBSCRIBED:
            operations.unsubscribe(user, UNASKED, now=now)


def _call_dead(user: User, why: str, esp_name: str, code: str) -> None:
    addresses.call_dead(user, user.email, why=why, told_by=esp_name, code=code, now=timezone.now())
    logger.info("%s says of mail to person %s: %s", esp_name, user.pk, why)
