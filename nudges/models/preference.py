from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class NudgeList(models.TextChoices):
    """What a person can say yes or no to, one by one."""

    RECOVERY = "recovery", _("Recovery")
    FOLLOW_UPS = "follow_ups", _("Follow-ups")
    KEEP_GOING = "keep_going", _("Keep going")
    DIGEST = "digest", _("Weekly digest")
    APPOINTMENTS = "appointments", _("Appointments")


class NudgePreference(models.Model):
    """How one person wants to hear from us. No row, or nothing switched on, means: no mail at all."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="nudge_preference")
    lists = models.JSONField(default=list, blank=True)  # values of NudgeList by mail
    slot = models.TimeField(_("when notes arrive"), default=time(9, 30))
    quiet_from = models.TimeField(_("quiet from"), default=time(20, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(8, 0))
    has_weekend = models.BooleanField(_("also at weekends"), default=False)
    has_friday_afternoon = models.BooleanField(_("also on Friday afternoons"), default=False)
    weekly_goal = models.PositiveSmallIntegerField(
        _("weekly goal"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    weekly_people = models.PositiveSmallIntegerField(
        _("people to write to in a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    is_paused = models.BooleanField(default=False)
    # Only with `is_paused`. Empty: until the person comes back to it.
    paused_until = models.DateTimeField(null=True, blank=True)
    # "Decide later" on the welcome page is asked once more, at the first no from screening on.
    is_undecided = models.BooleanField(default=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Preferences of {self.user_id}"

    def wants(self, nudge_list: str) -> bool:
        return nudge_list in self.lists

    def is_paused_at(self, now: datetime) -> bool:
        return self.is_paused and (self.paused_until is None or self.paused_until > now)


class Consent(models.Model):
    """A yes or a no to one list, with the moment and the page it was said on. Rows are only added."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    list = models.CharField(max_length=20, choices=NudgeList.choices)
    is_given = models.BooleanField()
    said_on = models.CharField(max_length=40)  # "welcome", "settings", "unsubscribe", "first_no"
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.list} {'yes' if self.is_given else 'no'}"
