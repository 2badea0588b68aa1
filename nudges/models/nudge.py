from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nudges import words
from nudges.models.preference import NudgeList


class Nudge(models.Model):
    """One thing a person should hear once: known by (person, rule, subject, occurrence), never by a time."""

    class Kind(models.TextChoices):
        GENTLE = "gentle", _("Gentle")
        APPOINTMENT = "appointment", _("Appointment")
        DIGEST = "digest", _("Digest")

    class Channel(models.TextChoices):
        MAIL = "mail", _("By e-mail")
        PAGE = "page", _("On the Today page only")  # the person has not said yes to mail for this list

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Dropped")  # wanted once, not any more; `reason` says why
        PARKED = "parked", _("Needs a look")  # could not be rendered or delivered; an operator sees it

    # The unique keys of both tables begin with the person: an index of its own would be written for nothing, each time.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="nudges", db_index=False)
    rule = models.CharField(max_length=40)
    # What it is about: "application:7", "interview:3", "recovery:2", or "" for the search as a whole.
    subject = models.CharField(max_length=60, blank=True)
    occurrence = models.CharField(max_length=40, blank=True)
    list = models.CharField(max_length=20, choices=NudgeList.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    # The planner's: when it should go, and the last moment at which it is of use. Delivery never writes these.
    # No due_at: it waits for the person ("until I come back", "pause all"); `reason` says so.
    due_at = models.DateTimeField(null=True, blank=True)
    useful_until = models.DateTimeField()
    # Codes with parameters, never sentences and never names: `nudges.words` turns them into text for the reader.
    why = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    # Plain numbers, not keys: a nudge outlives what it was about. The application that "stop about this" means, and the
    # recovery whose five messages it counts for.
    application = models.PositiveBigIntegerField(null=True, blank=True)
    recovery = models.PositiveBigIntegerField(null=True, blank=True)
    # Indexed only where it is set (`nudge_of_message`): an index over the many rows without a message looks like the
    # better way to SQLite, and a tick would then walk through all of them.
    message = models.ForeignKey(
        "Message", models.SET_NULL, null=True, blank=True, related_name="nudges", db_index=False
    )
    # Where the thing is done, and whether a sent one has nothing to say any more: kept by the planner for Today.
    path = models.CharField(max_length=200, blank=True)
    is_over = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # When `due_at` was last another one; calendars recognise by it that they have to move it.
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "rule", "subject", "occurrence"], name="a_nudge_is_known_by_what_it_says"
            )
        ]
        indexes = [
            # What a tick reads: with nothing due it is one look into an (almost) empty index, whatever the table holds.
            models.Index(
                fields=["due_at"], condition=Q(state="planned", channel="mail", message=None), name="nudge_due"
            ),
            models.Index(fields=["user", "state", "due_at"], name="nudge_of_person"),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="nudge_of_message"),
        ]

    # For pages: what it is about and where, put here by `queries.with_subjects`.
    about = ""
    link = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.occurrence}".strip()

    @property
    def key(self) -> tuple[str, str, str]:
        """By what it is known, within one person."""
        return (self.rule, self.subject, self.occurrence)

    @property
    def asks_to_close(self) -> bool:
        """Whether it proposes to close an application that stays silent. See also `nudges.rules.silence`."""
        return self.rule == "closing_day" or self.occurrence == "close"

    @property
    def title(self) -> str:
        return words.title(self.rule)

    @property
    def why_text(self) -> str:
        """Why the person is to hear this, in words."""
        return words.why(self.why, self.params)

    @property
    def reason_text(self) -> str:
        """Why it comes when it comes, or why it was dropped; empty where nothing needs saying."""
        return words.reason(self.reason)


class Message(models.Model):
    """One mail to one person for one slot; several nudges may share it. This is what is claimed, sent and settled."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        EMPTY = "empty", _("Nothing left to say")
        PARKED = "parked", _("Needs a look")

    # "Waiting" of rows that are known by something else. It is not said as the index `message_due` says it: whenever
    # PostgreSQL takes its statistics, next to nothing waits, so that it would look up each row by reading all of that
    # index, which is long just when much is to be done.
    STILL_WAITING = ~Q(state__in=["sent", "empty", "parked"])

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False
    )  # also the Message-ID: the same on every attempt
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", db_index=False)
    slot = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Nudge.Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Delivery's own: due, lease and backoff in one column. The planner never writes it while a claim lives.
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    # Frozen at the first claim; on a retry a part may only fall out.
    members = models.JSONField(default=list, blank=True)
    subject_line = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-slot"]
        constraints = [models.UniqueConstraint(fields=["user", "slot", "kind"], name="one_message_per_person_and_slot")]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="message_due"),
            models.Index(fields=["user", "-sent_at"], name="message_of_person"),
            models.Index(fields=["slot"], condition=Q(state="parked"), name="message_parked"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NudgeChoice(models.Model):
    """What a person decided about one nudge, one subject or one rule; it survives every replanning."""

    class Kind(models.TextChoices):
        SNOOZE = "snooze", _("Later")
        DROP = "drop", _("Not this one")
        STOP_SUBJECT = "stop_subject", _("Nothing more about this application")
        SEND_NOW = "send_now", _("Now")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="nudge_choices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    rule = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    occurrence = models.CharField(max_length=40, blank=True)
    # Snooze only; empty means: until I come back.
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule} {self.subject}".strip()
