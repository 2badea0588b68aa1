from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PostingFetch(models.Model):
    """A link that a person pasted, and what the page behind it said: for the form of a new application, for a day."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        FOUND = "found", _("Found")
        FAILED = "failed", _("Not found")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posting_fetches")
    url = models.CharField(max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    problem = models.CharField(max_length=20, blank=True)  # why nothing was found; its words are in wording.py
    # One entry for each posting on the page, field → value; several where only the person can tell which is meant.
    found = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # While a worker is at it. One that dies leaves it to the next.
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-asked_at"], name="posting_fetch_by_person"),
            models.Index(fields=["asked_at"], name="posting_fetch_waiting", condition=models.Q(state="asked")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "found", "failed"]), name="posting_fetch_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.ASKED
