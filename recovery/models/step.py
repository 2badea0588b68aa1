from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.writing import EncryptedTextField
from recovery.models.recovery import Recovery


class RecoveryStep(models.Model):
    """One step of one recovery. Once opened it keeps the words it was opened with, whatever curators change later."""

    class Mode(models.TextChoices):
        ON = "on", pgettext_lazy("step", "Planned")
        OFFERED = "offered", _("If you like")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("step", "Later")
        OPENED = "opened", _("Begun")
        DONE = "done", pgettext_lazy("step", "Done")
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
    # In which the title is, and the words below: curators write in several languages.
    language = models.CharField(max_length=10, default="en")
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
    """What the person put into one prompt. Free text is `secret`, encrypted; choices and dates are plain."""

    step = models.ForeignKey(RecoveryStep, models.CASCADE, related_name="answers")
    prompt_key = models.CharField(max_length=60)
    plain: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    secret = EncryptedTextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "prompt_key"], name="one_answer_per_prompt")]

    def __str__(self) -> str:
        return self.prompt_key
