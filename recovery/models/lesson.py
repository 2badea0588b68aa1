from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Interview, JobApplication
from recovery.models.recovery import Recovery

TEXT_LENGTH = 500


class LessonQuerySet(models.QuerySet["Lesson"]):
    def useful(self) -> LessonQuerySet:
        """Without those that were tried and did not help."""
        return self.exclude(helped=False)


class Lesson(models.Model):
    """“Next time I will …”: one line that a person saved on purpose, out of a debrief, a recovery or an employer's
    answer, to be shown again. Plain.
    """

    class Source(models.TextChoices):
        DEBRIEF = "debrief", _("Debrief")
        RECOVERY = "recovery", _("Recovery")
        FEEDBACK = "feedback", _("An employer’s answer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lessons")
    text = models.CharField(_("next time I will …"), max_length=TEXT_LENGTH)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.DEBRIEF)
    # What kind of interview it came from, which stays when the interview itself is gone.
    interview_kind = models.CharField(max_length=20, choices=Interview.Kind.choices, blank=True)
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="lessons")
    # Of the other two sources: whose end it came from. It stays when that is gone.
    application = models.ForeignKey(JobApplication, models.SET_NULL, null=True, blank=True, related_name="lessons")
    recovery = models.ForeignKey(Recovery, models.SET_NULL, null=True, blank=True, related_name="lessons")
    # Tried once, on which day it was said; whether it helped, or nothing while that is open.
    tried_at = models.DateTimeField(null=True, blank=True)
    helped = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=Q(source="debrief"), name="one_lesson_from_each_debrief"
            ),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(source="recovery"), name="one_lesson_from_each_recovery"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(source="feedback"), name="one_lesson_from_each_answer"
            ),
            models.CheckConstraint(condition=Q(helped=None) | Q(tried_at__isnull=False), name="what_helped_was_tried"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def origin(self) -> Interview | JobApplication | None:
        """The interview, or else the application, that it came from, as long as that can be looked at."""
        application = self.interview.application if self.interview else self.application
        return None if application is None or application.trashed_at else self.interview or application
