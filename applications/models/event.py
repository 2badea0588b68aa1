from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.application import JobApplication
from applications.models.company import Contact
from applications.validators import in_living_memory


class EventQuerySet(models.QuerySet["Event"]):
    def current(self) -> "EventQuerySet":
        """Without those that a later correction has taken the place of, or that were taken back or deleted."""
        return self.filter(correction=None, removed_at=None, **{f"data__{Event.TAKEN_BACK}__isnull": True})


class Event(models.Model):
    """Something that happened to an application: on the day it happened, and when it was recorded. Rows are only added.

    A correction is a new row that points to the one it replaces, so what was first written stays readable. Where
    something was undone at once, that row bears the mark TAKEN_BACK, and neither of the two shows any more.
    """

    TAKEN_BACK = "taken_back"

    class Kind(models.TextChoices):
        ADDED = "added", _("Added")
        MOVED = "moved", _("Moved")
        APPLIED = "applied", _("Applied")
        INTERVIEW_SCHEDULED = "interview_scheduled", _("Interview arranged")
        INTERVIEW_MOVED = "interview_moved", _("Interview moved")
        INTERVIEW_CANCELLED = "interview_cancelled", _("Interview cancelled")
        OUTCOME_RECORDED = "outcome_recorded", _("Outcome")
        REOPENED = "reopened", _("Reopened")
        LETTER_SENT = "letter_sent", _("Sent a letter")
        HEARD = "heard", _("Heard from them")
        NOTE = "note", _("Note")

    application = models.ForeignKey(JobApplication, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    happened_on = models.DateField(_("when it happened"), validators=[in_living_memory])
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="events")
    # Plain values by kind: from/to stages, an interview's pk, a letter's key, a contact's name, an outcome's values.
    data = models.JSONField(default=dict, blank=True)
    # A note of the person's own that they deleted; it really goes when the trash is emptied.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="correction")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["application", "-happened_on", "-recorded_at"], name="event_by_day"),
            models.Index(fields=["removed_at"], name="event_removed", condition=models.Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
