from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """A form that was sent and what came of it, for a day: the same one sent again leads there and does nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sent_forms")
    mark = models.CharField(max_length=64)  # of the form as it was opened, with what was typed into it
    led_to = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sent_at"], name="sent_form_by_day")]
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="a_form_is_sent_once")]

    def __str__(self) -> str:
        return self.led_to
