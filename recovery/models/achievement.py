from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from applications.models import JobApplication
from recovery.models.recovery import Recovery

TAGS_AT_MOST = 12
TAG_LENGTH = 50


class AchievementQuerySet(models.QuerySet["Achievement"]):
    def kept(self) -> AchievementQuerySet:
        """Without those that were deleted and can still be brought back."""
        return self.filter(removed_at=None)


class Achievement(models.Model):
    """An evidence card: how it was, what the person did, what came of it. Saved on purpose for letters and
    interviews, and plain: it is meant for others' eyes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="achievements")
    title = models.CharField(_("in a few words"), max_length=200, blank=True, validators=[no_control_characters])
    situation = models.TextField(_("how it was"), max_length=2_000, blank=True)
    action = models.TextField(_("what you did"), max_length=4_000, blank=True)
    result = models.TextField(_("what came of it"), max_length=2_000, blank=True)
    # Words of the person's own, each once whatever its capitals; kept so by operations.
    tags: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    # Where it came from, if it did not come from nowhere; it stays when that is gone.
    application = models.ForeignKey(JobApplication, models.SET_NULL, null=True, blank=True, related_name="achievements")
    recovery = models.ForeignKey(Recovery, models.SET_NULL, null=True, blank=True, related_name="achievements")
    prompt_key = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # Deleted, and restorable until the sweep comes by.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AchievementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recovery", "prompt_key"],
                condition=~Q(prompt_key="") & Q(removed_at=None),
                name="one_achievement_from_each_card",
            ),
            models.CheckConstraint(
                condition=~Q(situation="") | ~Q(action="") | ~Q(result=""), name="an_achievement_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.first_words

    def get_absolute_url(self) -> str:
        return reverse("recovery:achievement-edit", args=[self.pk])

    @property
    def first_words(self) -> str:
        """What stands for a card without a title."""
        return next((text for text in (self.situation, self.action, self.result) if text), "").splitlines()[0][:120]
