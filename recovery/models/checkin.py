from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField
from advice.vocabulary import Mood

KEEP_DAYS = 180


class CheckIn(models.Model):
    """How a day was, in one of five words, if the person switched check-ins on. Never scored, charted or mailed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="checkins")
    mood = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @property
    def word(self) -> str:
        """The mood as it is said."""
        return str(dict(Mood.choices).get(self.mood, ""))


class CheckInConsentQuerySet(models.QuerySet["CheckInConsent"]):
    def standing(self) -> CheckInConsentQuerySet:
        """Given and not taken back. At most one for each person."""
        return self.filter(withdrawn_at=None)


class CheckInConsent(models.Model):
    """A yes to check-ins: to which words, from when on, for how long they are kept, and when it was taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="checkin_consents")
    words = models.TextField()  # as they stood on the page, in its language
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    keep_days = models.PositiveSmallIntegerField(
        _("days to keep check-ins"), default=KEEP_DAYS, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    # When the signpost card opened last, by itself or asked for; empty: never. Private, since it tells of moods.
    signposted = EncryptedTextField(blank=True)
    # The pause that a hard stretch began: its recovery, and until when. Empty once the person has set one. Private too;
    # a worker of the release before writes nothing into it.
    rest_begun = EncryptedTextField(blank=True, null=True, default="")

    objects = CheckInConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(withdrawn_at=None), name="one_standing_consent_to_checkins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_at:%Y-%m-%d}"

    @property
    def signposted_at(self) -> datetime | None:
        return datetime.fromisoformat(self.signposted) if self.signposted else None

    @property
    def rest(self) -> tuple[int, datetime] | None:
        """The recovery that was put to rest, and until when."""
        recovery, _, until = (self.rest_begun or "").partition(" ")
        return (int(recovery), datetime.fromisoformat(until)) if until else None
