from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from applications.models.application import JobApplication
from applications.validators import in_living_memory


class InterviewQuerySet(models.QuerySet["Interview"]):
    def kept(self) -> InterviewQuerySet:
        """Without those of applications in the trash."""
        return self.filter(application__trashed_at=None)

    def standing(self) -> InterviewQuerySet:
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def ahead(self, now: datetime) -> InterviewQuerySet:
        return self.standing().filter(starts_at__gte=now).order_by("starts_at", "pk")

    def behind(self, now: datetime) -> InterviewQuerySet:
        return self.standing().filter(starts_at__lt=now).order_by("-starts_at", "-pk")


class Interview(models.Model):
    """One dated conversation with an employer, numbered within its application."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone call")
        VIDEO = "video", _("Video call")
        ON_SITE = "on_site", _("On site")
        TECHNICAL = "technical", _("Technical interview")
        TASK = "task", _("Test or task")
        PANEL = "panel", _("Panel")
        OTHER = "other", _("Other")

    application = models.ForeignKey(JobApplication, models.CASCADE, related_name="interviews")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.VIDEO)
    round = models.PositiveSmallIntegerField(
        _("round"), default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    starts_at = models.DateTimeField(_("starts"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    location = models.CharField(_("place or link"), max_length=500, blank=True, validators=[no_control_characters])
    people = models.CharField(_("who you will meet"), max_length=500, blank=True, validators=[no_control_characters])
    topic = models.CharField(_("main topic"), max_length=200, blank=True, validators=[no_control_characters])
    hear_back_by = models.DateField(
        _("they said you would hear by"), null=True, blank=True, validators=[in_living_memory]
    )
    notes = models.TextField(_("preparation"), max_length=20_000, blank=True)
    debrief = models.TextField(_("afterwards"), max_length=20_000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["application", "starts_at"], name="interview_by_start")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("applications:interview-edit", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_link(self) -> bool:
        return self.location.startswith(("https://", "http://"))
