"""What providers tell us of mail that we sent: it came back, it was called spam, somebody wants no more of it.

They are heard through django-anymail, which knows their ways of saying it and checks that it is them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
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
# For these, anymail says of a full mailbox what it says of an empty house, or nothing at all. Their own words tell them
# apart. Who is not named here is believed as anymail understands them.
LASTING: dict[str, Callable[[Any], bool]] = {
    "Amazon SES": lambda said: said["bounce"]["bounceType"] == "Permanent",
    "Brevo": lambda said: said["event"] in {"hard_bounce", "invalid_email"},
    "MailerSend": lambda said: said["type"] == "activity.hard_bounced",
    "Mailjet": lambda said: bool(said["hard_bounce"]),
    "Mandrill": lambda said: said["event"] == "hard_bounce",
    "Postmark": lambda said: said["Type"] in {"HardBounce", "BadEmailAddress"},
    "Resend": lambda said: said["data"]["bounce"]["type"] == "Permanent",
    "SendGrid": lambda said: said["type"] == "bounce" and not str(said.get("status", "")).startswith("4"),
    "SparkPost": lambda said: next(iter(said["msys"].values()))["bounce_class"] in {"10", "30"},
}
# Appointments were asked for one by one, and have a list of their own.
UNASKED = [value for value in NudgeList.values if value != NudgeList.APPOINTMENTS]


@receiver(tracking, dispatch_uid="nudges")
def heard(sender: Any, *, event: AnymailTrackingEvent, esp_name: str, **news: Any) -> None:
    """May be told twice, late, and of people who have left."""
    now = timezone.now()
    for user in User.objects.filter(email__iexact=event.recipient or ""):
        if _is_nobody_there(event, esp_name):
            _call_dead(user, DeadAddress.Why.BOUNCE, esp_name, event.reject_reason or event.event_type)
        elif _is_unwanted(event):
            _call_dead(user, DeadAddress.Why.COMPLAINT, esp_name, "")
        elif event.event_type == EventType.UNSUBSCRIBED:
            operations.unsubscribe(user, UNASKED, now=now)


def _is_nobody_there(event: AnymailTrackingEvent, esp_name: str) -> bool:
    if event.event_type == EventType.BOUNCED and esp_name in LASTING:
        try:
            return LASTING[esp_name](event.esp_event)
        except (AttributeError, KeyError, TypeError, StopIteration):  # they have changed their words
            logger.warning("%s says of a bounce what Rebound does not understand.", esp_name)
    return event.event_type in (EventType.BOUNCED, EventType.REJECTED) and event.reject_reason in NOBODY


def _is_unwanted(event: AnymailTrackingEvent) -> bool:
    """The person said so. A filter that calls a message spam, and sends it back, speaks for nobody."""
    was_said_before = event.event_type == EventType.REJECTED and event.reject_reason == RejectReason.SPAM
    return bool(event.event_type == EventType.COMPLAINED or was_said_before)


def _call_dead(user: User, why: str, esp_name: str, code: str) -> None:
    addresses.call_dead(user, user.email, why=why, told_by=esp_name, code=code, now=timezone.now())
    logger.info("%s says of mail to person %s: %s", esp_name, user.pk, why)
