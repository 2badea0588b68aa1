from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Voice(models.Model):
    """Somebody's answer to *did this help?* about one text. Only sums of it are ever shown.

    There is no person, no moment and no number that counts up: `voter` is a keyed hash of the person and the text, so
    that the same person's next answer takes the place of this one, and nobody can tell who it was.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        STEP = "step", _("step")

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("did this help?", "Yes")
        LITTLE = "little", pgettext_lazy("did this help?", "A little")
        NO = "no", pgettext_lazy("did this help?", "No")

    voter = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60)
    answer = models.CharField(max_length=10, choices=Answer.choices)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="voices_about_a_text")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"
