from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COMPANY = "company", _("Company")
    CONTACT = "contact", _("Contact")


class Removal(models.Model):
    """A company or contact that was deleted, or became part of another, with all that is needed to take that back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="removals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    done_at = models.DateTimeField(editable=False)
    # The row that went, what pointed at it, and how the one that stayed was before. Empty once it was taken back.
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["done_at"], name="removal_by_day")]

    def __str__(self) -> str:
        return self.kind


class KnownApart(models.Model):
    """Two companies or contacts that look alike and are two, as the person said; nothing points them out again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_apart")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The keys of the two rows, the smaller one first.
    first = models.BigIntegerField()
    second = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "first", "second"], name="two_are_known_apart_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"
