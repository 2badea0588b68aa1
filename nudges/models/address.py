from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadAddress(models.Model):
    """An address to which no nudge goes any more: mail to it came back, or its owner called it unwanted.

    It holds for this person and this address: another address is another matter. Mail about the account still goes.
    """

    class Why(models.TextChoices):
        BOUNCE = "bounce", _("Mail came back")
        COMPLAINT = "complaint", _("Reported as unwanted")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dead_addresses")
    email = models.EmailField()
    why = models.CharField(max_length=20, choices=Why.choices)
    told_by = models.CharField(max_length=40)  # "smtp", or the provider that told us
    code = models.CharField(max_length=60, blank=True)  # the server's answer, without its words: they quote addresses
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["-noticed_at"]
        verbose_name = _("dead address")
        verbose_name_plural = _("dead addresses")
        constraints = [models.UniqueConstraint(fields=["user", "email"], name="one_row_per_dead_address")]

    def __str__(self) -> str:
        return f"{self.why} {self.noticed_at:%Y-%m-%d}"
