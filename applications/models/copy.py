from django.conf import settings
from django.db import models

from applications.models.document import StoredFile


class BroughtCopy(models.Model):
    """A person's own copy, brought from another Rebound: between choosing it and bringing it in, for a day at most."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="brought_copy")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="brought_copy")
    # How many of what are in it, and what will not come along: numbers only, by the marks of tables.
    look = models.JSONField(default=dict)
    brought_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "brought copies"
        indexes = [models.Index(fields=["brought_at"], name="brought_copy_by_day")]

    def __str__(self) -> str:
        return self.brought_at.isoformat()
