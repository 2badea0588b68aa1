from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.validators import no_control_characters
from accounts.writing import EncryptedTextField
from recovery.models.recovery import Recovery

CHANGE_LENGTH, WANTED_AT_MOST = 200, 50


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    def running(self) -> ExperimentQuerySet:
        """See also its twin, `Experiment.is_running`."""
        return self.filter(ended_as="")


class Experiment(models.Model):
    """One change, tried on the next few applications and looked at on a date. What the person writes about it is
    private.
    """

    class EndedAs(models.TextChoices):
        KEPT = "kept", pgettext_lazy("experiment", "Kept")
        DROPPED = "dropped", pgettext_lazy("experiment", "Let go")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="experiments")
    recovery = models.ForeignKey(Recovery, models.SET_NULL, null=True, blank=True, related_name="experiments")
    change = models.CharField(_("the one change"), max_length=CHANGE_LENGTH, validators=[no_control_characters])
    goal = EncryptedTextField(_("I want to get better at …"), max_length=500, blank=True)
    sign = EncryptedTextField(_("what would show that it helps"), max_length=500, blank=True)
    # How many applications it is tried on: those sent on the day it started and later.
    wanted = models.PositiveSmallIntegerField(_("on how many applications"), default=5)
    started_on = models.DateField(_("counting from"))
    look_on = models.DateField(_("look again on"))
    finding = EncryptedTextField(_("what you learnt"), max_length=2_000, blank=True)
    ended_as = models.CharField(max_length=10, choices=EndedAs.choices, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1) & Q(wanted__lte=50), name="tried_on_one_to_fifty"),
            models.CheckConstraint(condition=Q(look_on__gte=models.F("started_on")), name="looked_at_after_its_start"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_on=None) | (~Q(ended_as="") & Q(ended_on__isnull=False)),
                name="what_ended_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.change

    def get_absolute_url(self) -> str:
        return reverse("recovery:experiment-detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """See also its twin, the word `.running()` on the QuerySet."""
        return not self.ended_as

    def is_due(self, today: date) -> bool:
        """Its day to be looked at has come."""
        return self.is_running and self.look_on <= today
