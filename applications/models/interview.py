from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.models import check_time_zone
from accounts.validators import no_control_characters
from applications.models.application import JobApplication
from applications.validators import in_living_memory, no_script

LINK = re.compile(r"https?://\S+", re.IGNORECASE)


class InterviewQuerySet(models.QuerySet["Interview"]):
    def kept(self) -> InterviewQuerySet:
        """Without those of applications in the trash."""
        return self.filter(application__trashed_at=None)

    def standing(self) -> InterviewQuerySet:
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def talks(self) -> InterviewQuerySet:
        """Without tests and tasks, at which nobody talks with anybody."""
        return self.filter(kind__in=CONVERSATIONS)

    def ahead(self, now: datetime) -> InterviewQuerySet:
        return self.standing().filter(starts_at__gte=now).order_by("starts_at", "pk")

    def behind(self, now: datetime) -> InterviewQuerySet:
        return self.standing().filter(starts_at__lt=now).order_by("-starts_at", "-pk")


class Interview(models.Model):
    """One dated conversation with an employer, numbered within its application.

    What the person writes about it in private is not here but in `Preparation` and `Debrief`.
    """

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
    # Only for telling the time there; `starts_at` is a moment. Empty: theirs is the person's own, or not known.
    employer_zone = models.CharField(_("their time zone"), max_length=64, blank=True, validators=[check_time_zone])
    location = models.CharField(
        _("place or link"), max_length=500, blank=True, validators=[no_control_characters, no_script]
    )
    contacts = models.ManyToManyField(
        "applications.Contact", blank=True, related_name="interviews", verbose_name=_("who you will meet")
    )
    # Names that are no contacts (yet).
    people = models.CharField(_("who else"), max_length=500, blank=True, validators=[no_control_characters])
    topic = models.CharField(_("main topic"), max_length=200, blank=True, validators=[no_control_characters])
    hear_back_by = models.DateField(
        _("they said you would hear by"), null=True, blank=True, validators=[in_living_memory]
    )
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    # For calendars: how often what stands in them has changed, and when it last did. Kept by operations.
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["application", "starts_at"], name="interview_by_start")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("applications:interview-detail", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @cached_property
    def contact_names(self) -> list[str]:
        """Of the contacts one meets there; where many interviews are shown, they were asked for before."""
        return [contact.name for contact in self.contacts.all()]

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_link(self) -> bool:
        return LINK.fullmatch(self.location) is not None

    @property
    def is_somewhere(self) -> bool:
        """Whether one has to go there."""
        return self.kind == self.Kind.ON_SITE

    @property
    def starts_at_theirs(self) -> datetime | None:
        """The start on the employer's clock, where that shows another time than the clock of the page."""
        if not self.employer_zone:
            return None
        zone = zones.known_as(self.employer_zone)
        theirs = self.starts_at.astimezone(zone) if zone else None
        return theirs if theirs and theirs.utcoffset() != timezone.localtime(theirs).utcoffset() else None

    @property
    def their_place(self) -> str:
        """“New York”, for a time on their clock."""
        return zones.place_of(self.employer_zone)


CONVERSATIONS = [kind for kind in Interview.Kind if kind != Interview.Kind.TASK]
