from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from accounts.writing import EncryptedTextField
from applications.models.application import JobApplication
from applications.models.company import Contact
from applications.models.event import Event
from applications.models.interview import Interview
from applications.validators import in_living_memory

LONGEST_SUBJECT, LONGEST_TEXT = 300, 20_000


class OwnLetterQuerySet(models.QuerySet["OwnLetter"]):
    def at_hand(self) -> OwnLetterQuerySet:
        """Without those about applications in the trash."""
        return self.filter(models.Q(application=None) | models.Q(application__trashed_at=None))

    def drafts(self) -> OwnLetterQuerySet:
        return self.filter(sent_on=None)

    def sent(self) -> OwnLetterQuerySet:
        return self.exclude(sent_on=None)


class OwnLetter(models.Model):
    """What the person writes to somebody: a draft, until they say that they sent it. Subject and text are private."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_letters")
    # Which of the curators' letters it began with, and what that was called; both empty for one's own words.
    key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=10, blank=True)
    application = models.ForeignKey(JobApplication, models.CASCADE, null=True, blank=True, related_name="letters")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="letters")
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="letters", verbose_name=_("to")
    )
    subject = EncryptedTextField(
        _("subject"), max_length=LONGEST_SUBJECT, blank=True, default="", validators=[no_control_characters]
    )
    text = EncryptedTextField(_("text"), max_length=LONGEST_TEXT, blank=True, default="")
    sent_on = models.DateField(_("sent on"), null=True, blank=True, validators=[in_living_memory])
    # The line in the history that says that it was sent; one about no application has none.
    event = models.OneToOneField(Event, models.SET_NULL, null=True, blank=True, related_name="letter")
    # Comes with the form, so that the same form sent twice makes one letter.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    objects = OwnLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["user", "-updated_at"], name="own_letter_by_day")]
        constraints = [models.UniqueConstraint(fields=["user", "form_key"], name="one_own_letter_per_form")]

    def __str__(self) -> str:
        return self.title or str(_("Letter"))

    def get_absolute_url(self) -> str:
        return reverse("applications:letter-edit", args=[self.pk])

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None
