from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from applications.models.company import NAME_KEPT, Company
from applications.validators import LARGEST_SALARY, currency_code, in_living_memory, web_address


class JobApplicationQuerySet(models.QuerySet["JobApplication"]):
    def open(self) -> JobApplicationQuerySet:
        return self.filter(closed_at=None)

    def closed(self) -> JobApplicationQuerySet:
        return self.filter(closed_at__isnull=False)

    def silent_since(self, moment: datetime) -> JobApplicationQuerySet:
        """Open ones on which nothing has happened after this moment. See also its twin, `.is_silent_since` below."""
        return self.open().filter(last_event_at__lte=moment)

    def at_stage(self, stage: str) -> JobApplicationQuerySet:
        """See also its twin, `JobApplication.reached_stage`."""
        return self.filter(models.Q(closed_at=None, stage=stage) | models.Q(outcome__last_stage=stage))

    def as_far_as(self, stage: str) -> JobApplicationQuerySet:
        """Those that came to this stage or beyond it, however they ended. *Applied* means all that were sent."""
        return self.filter(came_as_far_as(stage))

    def at_hand(self) -> JobApplicationQuerySet:
        """Without those that the person has put into the archive."""
        return self.filter(archived_at=None)

    def in_trash(self) -> JobApplicationQuerySet:
        return self.exclude(trashed_at=None)

    def for_lists(self) -> JobApplicationQuerySet:
        """With all that a row or card shows, so that a page costs the same number of queries at any length."""
        return self.select_related("company", "outcome")


def came_as_far_as(stage: str, path: str = "") -> models.Q:
    """Of the applications at the end of `path`. See also its twin, `JobApplication.reached_stage`.

    A no or a silence that came at an earlier stage than *applied* was to something that must have been sent.
    """
    stages = list(JobApplication.Stage)
    further = stages[JobApplication.Stage(stage).position :]
    there = models.Q(In(Coalesce(f"{path}outcome__last_stage", f"{path}stage"), further))
    is_sent = stage == JobApplication.Stage.APPLIED
    return there | models.Q((f"{path}outcome__kind__in", ["rejected", "ghosted"])) if is_sent else there


class KeptManager(models.Manager.from_queryset(JobApplicationQuerySet)):  # type: ignore[misc]
    """What lies in the trash is not there, for any question, until it is restored. `with_trash` says otherwise."""

    def get_queryset(self) -> JobApplicationQuerySet:
        return super().get_queryset().filter(trashed_at=None)


TRASH_DAYS = 30
QUIET_AFTER = timedelta(days=14)


class JobApplication(models.Model):
    """One role at one company that the person wants, wanted or got. While it has no outcome it is open."""

    class Stage(models.TextChoices):
        """How far it got. Never says how it ended: that is the outcome's."""

        SAVED = "saved", _("Saved")
        PREPARING = "preparing", _("Preparing")
        APPLIED = "applied", _("Applied")
        SCREENING = "screening", _("Screening")
        ASSESSMENT = "assessment", _("Assessment")
        INTERVIEW = "interview", _("Interview")
        FINAL_ROUND = "final_round", _("Final round")
        OFFER = "offer", _("Offer")

        @property
        def position(self) -> int:
            return list(type(self)).index(self)

    class WorkMode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        HYBRID = "hybrid", _("Hybrid")
        REMOTE = "remote", _("Remote")

    class SalaryPeriod(models.TextChoices):
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")
        HOUR = "hour", _("an hour")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications")
    company = models.ForeignKey(Company, models.RESTRICT, related_name="applications", verbose_name=_("company"))
    role = models.CharField(_("role"), max_length=200, validators=[no_control_characters])
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.SAVED)
    url = models.URLField(_("link to the posting"), max_length=2000, blank=True, validators=[web_address])
    location = models.CharField(_("place"), max_length=200, blank=True, validators=[no_control_characters])
    work_mode = models.CharField(_("work mode"), max_length=10, choices=WorkMode.choices, blank=True)
    salary_min = models.PositiveIntegerField(
        _("salary from"),
        null=True,
        blank=True,
        help_text=_("Whole units of the currency."),
        validators=[MaxValueValidator(LARGEST_SALARY)],
    )
    salary_max = models.PositiveIntegerField(
        _("salary to"), null=True, blank=True, validators=[MaxValueValidator(LARGEST_SALARY)]
    )
    salary_currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters, such as EUR."), validators=[currency_code]
    )
    salary_period = models.CharField(_("per"), max_length=10, choices=SalaryPeriod.choices, blank=True)
    source = models.CharField(_("where you found it"), max_length=120, blank=True, validators=[no_control_characters])
    excitement = models.PositiveSmallIntegerField(
        _("excitement"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    posting_text = models.TextField(_("text of the posting"), max_length=100_000, blank=True)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    applied_on = models.DateField(_("applied on"), null=True, blank=True, validators=[in_living_memory])
    deadline_on = models.DateField(_("deadline"), null=True, blank=True, validators=[in_living_memory])
    # When the person wants to ask again; without it a note comes after seven quiet days.
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True, validators=[in_living_memory])
    # The last moment at which something happened (an event's own day, not the day it was typed). Kept by operations.
    last_event_at = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    # When its outcome was written down; empty while it has none. Kept by operations: among ten thousand that are closed
    # the few that are open must not be looked for by what they lack.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Out of sight but kept: not an ending, and taken back at any time.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When it came in with a spreadsheet: until something happens to it here, no note speaks of it.
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Deleted by the person; really gone after `TRASH_DAYS`.
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    tags = models.ManyToManyField("applications.Tag", blank=True, related_name="applications", verbose_name=_("tags"))
    # The stretch of the search that it belongs to; none for who does not part their search.
    period = models.ForeignKey(
        "applications.SearchPeriod",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
        verbose_name=_("period"),
    )
    # Kept by operations, for lists in the order of names and interviews.
    folded_company = models.CharField(max_length=NAME_KEPT, editable=False, default="")
    folded_role = models.CharField(max_length=NAME_KEPT, editable=False, default="")
    last_interview_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Kept by operations, for the figures: the first day on which they answered, as the history says (a no is for the
    # outcome to say), and the person's day of the first talk that stands.
    heard_on = models.DateField(null=True, blank=True, editable=False)
    talked_on = models.DateField(null=True, blank=True, editable=False)

    objects = KeptManager()
    with_trash = JobApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-last_event_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            # These two with all that says what is at hand, so that walking and counting read no row.
            models.Index(
                # The last ones let what is narrowed by them be found without reading the rows.
                fields=["user", "-last_event_at", "-id", "archived_at", "trashed_at", "work_mode", "excitement"],
                name="application_by_last_event",
            ),
            models.Index(
                fields=["user", "closed_at", "-last_event_at", "-id", "archived_at", "trashed_at"],
                name="application_by_closing",
            ),
            models.Index(
                fields=["user", "stage", "-last_event_at", "-id"],
                name="application_on_board",
                condition=models.Q(closed_at=None, archived_at=None, trashed_at=None),
            ),
            models.Index(fields=["user", "-applied_on", "-id"], name="application_by_applied"),
            models.Index(fields=["user", "folded_company", "folded_role", "id"], name="application_by_company"),
            models.Index(fields=["user", "folded_role", "folded_company", "id"], name="application_by_role"),
            models.Index(fields=["user", "deadline_on", "id"], name="application_by_deadline"),
            models.Index(fields=["user", "-excitement", "-id"], name="application_by_excitement"),
            models.Index(fields=["user", "last_interview_at"], name="application_by_interview"),
            models.Index(
                # All that the figures count by, so that ten thousand are counted without reading a row. What lists
                # ask for stands last: they are to find their own index the better one.
                fields=[
                    *("user", "source", "work_mode", "stage", "closed_at", "applied_on", "heard_on"),
                    *("talked_on", "period", "created_at", "imported_at", "trashed_at", "id"),
                ],
                name="application_in_figures",
            ),
            models.Index(
                fields=["trashed_at"], name="application_in_trash", condition=models.Q(trashed_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(salary_min=None)
                | models.Q(salary_max=None)
                | models.Q(salary_min__lte=models.F("salary_max")),
                name="salary_range_goes_up",
                violation_error_message=_("The lower salary is above the upper one."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stage__in=[
                        "saved",
                        "preparing",
                        "applied",
                        "screening",
                        "assessment",
                        "interview",
                        "final_round",
                        "offer",
                    ]
                ),
                name="stage_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(excitement=None) | models.Q(excitement__range=(1, 5)), name="excitement_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.company}"

    def get_absolute_url(self) -> str:
        return reverse("applications:application-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def reached_stage(self) -> str:
        """How far it got; of a closed one, what the person said when it ended. See also its twin, `.at_stage`."""
        return self.stage if self.is_open else self.outcome.last_stage

    @property
    def gone_at(self) -> datetime | None:
        """When it leaves the trash for good."""
        return self.trashed_at + timedelta(days=TRASH_DAYS) if self.trashed_at else None

    def get_reached_stage_display(self) -> str:
        return str(self.Stage(self.reached_stage).label)

    def is_silent_since(self, moment: datetime) -> bool:
        """See also its twin, the word `.silent_since` on the QuerySet."""
        return self.is_open and self.last_event_at <= moment
