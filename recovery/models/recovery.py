from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
        SHORT = "short", pgettext_lazy("recovery", "Short")
        FULL = "full", pgettext_lazy("recovery", "Full")

    class State(models.TextChoices):
        ACTIVE = "active", _("Going on")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Put away")  # the outcome was undone or reopened: comes back when it is marked again
        CLOSED = "closed", pgettext_lazy("recovery", "Closed")

    class PauseReason(models.TextChoices):
        PAUSED = "paused", _("Paused")  # by hand, or for a reason that comes from mood: the row does not tell which
        GOOD_NEWS = "good_news", _("Good news elsewhere")

    class ClosedAs(models.TextChoices):
        FINISHED = "finished", _("Gone through")
        DECLINED = "declined", _("Not for this one")
        JOINED = "joined", _("Another one goes on")
        BY_HAND = "by_hand", pgettext_lazy("recovery", "Closed")
        REMOVED = "removed", _("The application was deleted")

    OPEN_STATES = [State.ACTIVE, State.PAUSED]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # The stage that picks steps and texts: an application stage, or "ghosted".
    content_stage = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=State.choices, default=State.ACTIVE)
    # Day zero of the step offsets, in the person's calendar: the day the no came, moved for late entries.
    counts_from_on = models.DateField()
    # A pause without an end has no `paused_until`. The reason stays through archiving, so the pause comes back with it.
    paused_until = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=20, choices=PauseReason.choices, blank=True)
    # When an interview or offer elsewhere paused it: once in its life, so the question is asked once.
    good_news_at = models.DateTimeField(null=True, blank=True)
    # A day to write to somebody who is none of the contacts; a contact has that day of its own.
    write_again_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=20, choices=ClosedAs.choices, blank=True)

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
        """See also its twin, the word `.open()` on the QuerySet."""
        return self.state in self.OPEN_STATES

    @property
    def is_guided(self) -> bool:
        """See also its twin, the word `.guided()` on the QuerySet."""
        return self.kind != self.Kind.EARLY_NOES

    @property
    def resting_state(self) -> str:
        """The state it comes back to when its outcome is marked again. That another one went on says nothing then."""
        if self.closed_as and self.closed_as != self.ClosedAs.JOINED:
            return self.State.CLOSED
        return self.State.PAUSED if self.pause_reason else self.State.ACTIVE

    def is_paused(self, now: datetime) -> bool:
        return self.state == self.State.PAUSED and (self.paused_until is None or self.paused_until > now)


class RecoveryApplicationQuerySet(models.QuerySet["RecoveryApplication"]):
    def live(self) -> RecoveryApplicationQuerySet:
        """Their outcome stands. At most one for each application."""
        return self.filter(is_set_aside=False)


class RecoveryApplication(models.Model):
    """One no that a recovery deals with. The first one began it; further ones joined with a two-minute note."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="entries")
    application = models.ForeignKey(JobApplication, models.CASCADE, related_name="recovery_entries")
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

    objects = RecoveryApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_set_aside=False), name="one_live_entry_per_application"
            ),
            models.UniqueConstraint(fields=["recovery", "application"], name="one_entry_per_recovery_and_application"),
        ]

    def __str__(self) -> str:
        return str(self.application)
