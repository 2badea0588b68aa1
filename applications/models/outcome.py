from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.application import JobApplication
from applications.validators import in_living_memory


class Outcome(models.Model):
    """How an application ended. While there is none, the application is open."""

    class Kind(models.TextChoices):
        """`declined` is the person's own no; an employer's is `rejected`."""

        ACCEPTED = "accepted", _("I accepted an offer")
        DECLINED = "declined", _("I declined an offer")
        REJECTED = "rejected", _("Rejected")
        GHOSTED = "ghosted", _("No answer came")
        WITHDRAWN = "withdrawn", _("I withdrew")
        ROLE_CLOSED = "role_closed", _("The role was closed")

    class NoKind(models.TextChoices):
        """How the no came."""

        AUTO_MAIL = "auto_mail", _("An automatic mail")
        PERSONAL_MAIL = "personal_mail", _("A mail from a person")
        CALL = "call", _("A call")
        SILENCE = "silence", _("Silence")

    application = models.OneToOneField(JobApplication, models.CASCADE, related_name="outcome")
    kind = models.CharField(_("how it ended"), max_length=20, choices=Kind.choices)
    decided_on = models.DateField(_("on which day"), validators=[in_living_memory])
    last_stage = models.CharField(_("how far it got"), max_length=20, choices=JobApplication.Stage.choices)
    no_kind = models.CharField(_("how the no came"), max_length=20, choices=NoKind.choices, blank=True)
    reason = models.TextField(_("reason, if one was given"), max_length=2000, blank=True)
    is_bulk = models.BooleanField(default=False, editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["accepted", "declined", "rejected", "ghosted", "withdrawn", "role_closed"]
                ),
                name="outcome_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_bad_news(self) -> bool:
        """A no, or a silence that the person has closed: what recoveries are for."""
        return self.kind in (self.Kind.REJECTED, self.Kind.GHOSTED)
