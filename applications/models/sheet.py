from django.conf import settings
from django.db import models

from accounts.writing import EncryptedTextField
from applications.models.act import Act


class Sheet(models.Model):
    """A spreadsheet that a person brought: between choosing it and bringing its rows in, and for a day at most.

    Once that is done only the lines that were left out are kept for the rest of the day, as a file to take along.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheets")
    # JSON: the lines as they were read; and what the person decided about them.
    content = EncryptedTextField()
    plan = EncryptedTextField()
    brought_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)  # how many applications came of it
    act = models.ForeignKey(Act, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-brought_at", "-pk"]
        indexes = [models.Index(fields=["brought_at"], name="sheet_by_day")]

    def __str__(self) -> str:
        return self.brought_at.isoformat()
