from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField
from applications.models import JobApplication


class FeedbackRequest(models.Model):
    """One question to one employer, from deciding to ask until it rests. Asking is the aim; an answer is a bonus."""

    class State(models.TextChoices):
        UNDECIDED = "undecided", _("Not decided")
        LATER = "later", _("In two days")
        DECLINED_BY_ME = "declined_by_me", _("Not asking")
        WANTED = "wanted", _("Wants to ask")
        ASKED = "asked", _("Asked")
        RECEIVED = "received", _("Answer received")
        REFUSED = "refused", _("They prefer not to say")
        NO_ANSWER = "no_answer", _("No answer; left to rest")

    SENT_STATES = [State.ASKED, State.RECEIVED, State.REFUSED, State.NO_ANSWER]
    # How it stood before, kept under this name in the data of the line of the history that changed it.
    BEFORE = "before"

    application = models.OneToOneField(JobApplication, models.CASCADE, related_name="feedback_request")
    state = models.CharField(max_length=20, choices=State.choices, default=State.UNDECIDED)
    question = EncryptedTextField(blank=True)
    letter_key = models.CharField(max_length=60, blank=True)
    later_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    answer = EncryptedTextField(blank=True)
    next_time = EncryptedTextField(blank=True)
    codes = models.JSONField(default=list, blank=True)
    # The person said that the wording worries them; nothing of what they pasted is read for that.
    is_worrying = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def is_sent(self) -> bool:
        return self.state in self.SENT_STATES
