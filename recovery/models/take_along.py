from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField
from applications.models import SearchPeriod

LONGEST = 20_000


class TakeAlong(models.Model):
    """What a person takes along from a search, or from one period of it, in their own words. Private."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="take_alongs")
    # Without one: of the whole search, or of a period that is gone.
    period = models.ForeignKey(SearchPeriod, models.SET_NULL, null=True, blank=True, related_name="take_alongs")
    text = EncryptedTextField(_("what I take along"), max_length=LONGEST, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("take-along page")
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="one_take_along_per_period")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("recovery:takealong-detail", args=[self.pk])
