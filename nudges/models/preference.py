from __future__ import annotations

from datetime import datetime, time
from typing import Any

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
    # Monday is 0.
    digest_weekday = models.PositiveSmallIntegerField(
        _("day of the weekly digest"), default=0, validators=[MaxValueValidator(6)]
    )
    digest_slot = models.TimeField(_("time of the weekly digest"), default=time(9, 30))
    # When it was asked for, or its day or time last changed: no digest comes for a slot before that.
    digest_since = models.DateTimeField(null=True, blank=True)
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


class ConsentQuerySet(models.QuerySet["Consent"]):
    """What was said is neither changed nor taken away, except with the account itself."""

    def update(self, **values: Any) -> int:
        raise TypeError("Consents are only added.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Consents are only added.")


class Consent(models.Model):
    """A yes or a no to one list: when, where, and in answer to which words. Rows are only added."""

    class Place(models.TextChoices):
        WELCOME = "welcome", _("on the welcome page")
        SETTINGS = "settings", _("in the settings")
        FIRST_NO = "first_no", _("after a first no")
        UNSUBSCRIBE = "unsubscribe", _("from a mail")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    list = models.CharField(max_length=20, choices=NudgeList.choices)
    is_given = models.BooleanField()
    said_on = models.CharField(max_length=40, choices=Place.choices)
    # Which words were asked, and in which language (`nudges.consent.wording`); empty for what was said long ago.
    wording = models.CharField(max_length=40, blank=True)
    said_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.list} {'yes' if self.is_given else 'no'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Consents are only added.")
        super().save(*args, **kwargs)
