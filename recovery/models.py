from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField
from applications.models import JobApplication, Outcome


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def open(self) -> RecoveryQuerySet:
        """Going on, or resting for a while. See also its twin, `Recovery.is_open`."""
        return self.filter(state__in=Recovery.OPEN_STATES)

    def guided(self) -> RecoveryQuerySet:
        """Short and full ones, which lead step by step; not the weekly early-noes page."""
        return self.exclude(kind=Recovery.Kind.EARLY_NOES)


class Recovery(models.Model):
    """What a person does after a no: a guided checklist, or the page on which early noes gather."""

    class Kind(models.TextChoices):
        EARLY_NOES = "early_noes", _("Early noes")
        SHORT = "short", _("Short")
        FULL = "full", _("Full")

    class State(models.TextChoices):
        ACTIVE = "active", _("Going on")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Put away")  # the outcome was undone or reopened: comes back when it is marked again
        CLOSED = "closed", _("Closed")

    OPEN_STATES = [State.ACTIVE, State.PAUSED]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # The stage that picks steps and texts: an application stage, or "ghosted".
    content_stage = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=State.choices, default=State.ACTIVE)
    # Day zero of the step offsets, in the person's calendar: the day the no came, moved for late entries.
    counts_from_on = models.DateField()
    # A pause without an end has no `paused_until`; a reason that comes from mood is stored as "paused".
    paused_until = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # "finished", "declined" (not for this one), "joined" (another one goes on), "by_hand"
    closed_as = models.CharField(max_length=20, blank=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "recoveries"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind="early_noes", state__in=["active", "paused"]),
                name="one_open_early_noes_page",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind__in=["short", "full"], state__in=["active", "paused"]),
                name="one_open_guided_recovery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("recovery:recovery-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    def is_paused(self, now: datetime) -> bool:
        return self.state == self.State.PAUSED and (self.paused_until is None or self.paused_until > now)


class RecoveryApplication(models.Model):
    """One no that a recovery deals with. The first one began it; further ones joined with a two-minute note."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="entries")
    application = models.OneToOneField(JobApplication, models.CASCADE, related_name="recovery_entry")
    no_on = models.DateField()
    no_kind = models.CharField(max_length=20, choices=Outcome.NoKind.choices, blank=True)
    outcome_kind = models.CharField(max_length=20, choices=Outcome.Kind.choices)
    last_stage = models.CharField(max_length=20, choices=JobApplication.Stage.choices)
    note = EncryptedTextField(blank=True)
    # False: folded into another recovery as a further no; it opened no steps of its own.
    began_it = models.BooleanField(default=True)
    # The outcome was undone or reopened: the row rests until it is marked again.
    is_set_aside = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return str(self.application)


class RecoveryStep(models.Model):
    """One step of one recovery. Once opened it keeps the words it was opened with, whatever curators change later."""

    class Mode(models.TextChoices):
        ON = "on", _("Planned")
        OFFERED = "offered", _("If you like")

    class State(models.TextChoices):
        WAITING = "waiting", _("Later")
        OPENED = "opened", _("Begun")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    opens_on = models.DateField()
    # Where a moment matters more than a day: "hold my reply until tomorrow 09:00".
    opens_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    # The step as it was when the person first opened it (words, prompts, conditions); empty before that.
    snapshot: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["recovery", "key"], name="one_step_per_key_and_recovery")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("recovery:step-detail", args=[self.recovery_id, self.key])

    @property
    def is_settled(self) -> bool:
        return self.state in (self.State.DONE, self.State.SKIPPED)

    def is_ready(self, today: date, now: datetime) -> bool:
        """Its day (or moment) has come and nothing was decided about it yet."""
        if self.is_settled:
            return False
        return self.opens_at <= now if self.opens_at else self.opens_on <= today


class Answer(models.Model):
    """What the person put into one prompt. Free text is `secret` and encrypted; choices, dates and numbers are plain."""

    step = models.ForeignKey(RecoveryStep, models.CASCADE, related_name="answers")
    prompt_key = models.CharField(max_length=60)
    plain: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    secret = EncryptedTextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "prompt_key"], name="one_answer_per_prompt")]

    def __str__(self) -> str:
        return self.prompt_key


class FeedbackRequest(models.Model):
    """One question to one employer, from deciding to ask until it rests. Asking is the done step; an answer is a bonus."""

    class State(models.TextChoices):
        UNDECIDED = "undecided", _("Not decided")
        LATER = "later", _("In two days")
        DECLINED_BY_ME = "declined_by_me", _("Not asking")
        WANTED = "wanted", _("Wants to ask")
        ASKED = "asked", _("Asked")
        RECEIVED = "received", _("Answer received")
        REFUSED = "refused", _("They prefer not to say")
        NO_ANSWER = "no_answer", _("No answer; left to rest")

    application = models.OneToOneField(JobApplication, models.CASCADE, related_name="feedback_request")
    state = models.CharField(max_length=20, choices=State.choices, default=State.UNDECIDED)
    question = EncryptedTextField(blank=True)
    letter_key = models.CharField(max_length=60, blank=True)
    later_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    answer = EncryptedTextField(blank=True)
    codes = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_state_display()


class CheckIn(models.Model):
    """How a day was, in one of five words, if the person switched check-ins on. Never scored, charted or mailed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="checkins")
    mood = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
