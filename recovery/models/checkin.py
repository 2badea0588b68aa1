from django.conf import settings
from django.db import models

from accounts.writing import EncryptedTextField


class CheckIn(models.Model):
    """How a day was, in one of five words, if the person switched check-ins on. Never scored, charted or mailed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="checkins")
    mood = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
