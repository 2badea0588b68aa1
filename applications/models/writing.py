from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField
from applications.models.interview import Interview

LONGEST = 20_000


class Preparation(models.Model):
    """What a person writes for themselves before an interview. Private: in no search, log, mail or admin."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="preparation")
    stresses = EncryptedTextField(_("what the posting stresses"), max_length=LONGEST, blank=True)
    questions = EncryptedTextField(_("questions I want to ask"), max_length=LONGEST, blank=True)
    stories = EncryptedTextField(_("stories I can tell"), max_length=LONGEST, blank=True)
    notes = EncryptedTextField(_("anything else"), max_length=LONGEST, blank=True)
    updated_at = models.DateTimeField(editable=False)

    TEXTS = ["stresses", "questions", "stories", "notes"]

    def __str__(self) -> str:
        return str(self.interview_id)


class Debrief(models.Model):
    """What a person writes for themselves after an interview. Private like the preparation."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="debrief")
    went_well = EncryptedTextField(_("what went well"), max_length=LONGEST, blank=True)
    hardest_question = EncryptedTextField(_("the hardest question"), max_length=LONGEST, blank=True)
    connected = EncryptedTextField(_("how I connected"), max_length=LONGEST, blank=True)
    next_time = EncryptedTextField(_("next time I will …"), max_length=500, blank=True)
    notes = EncryptedTextField(_("anything else"), max_length=LONGEST, blank=True)
    updated_at = models.DateTimeField(editable=False)

    TEXTS = ["went_well", "hardest_question", "connected", "next_time", "notes"]

    def __str__(self) -> str:
        return str(self.interview_id)
