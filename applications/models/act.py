from django.conf import settings
from django.db import models

UNDO_DAYS = 7


class Act(models.Model):
    """One thing done to several applications at once, with what each was before, so that it can be taken back."""

    class Verb(models.TextChoices):
        MOVE = "move"
        END = "end"
        TAG = "tag"
        UNTAG = "untag"
        PERIOD = "period"
        ARCHIVE = "archive"
        UNARCHIVE = "unarchive"
        TRASH = "trash"
        IMPORT = "import"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acts")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    done_at = models.DateTimeField(editable=False)
    # By application: plain values, as each verb needs them.
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["done_at"], name="act_by_day")]

    def __str__(self) -> str:
        return self.verb
