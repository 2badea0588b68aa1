from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters


class SearchPeriod(models.Model):
    """A stretch of one person's job search that bears a name, such as "Spring 2027".

    New applications go into the current one. Those of the others are folded away: kept and counted, asked and written
    about as before, but out of sight until somebody asks for them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="periods")
    name = models.CharField(_("name"), max_length=60, validators=[no_control_characters])
    is_current = models.BooleanField(_("current"), default=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-is_current", "-created_at", "-pk"]
        verbose_name = _("period of the search")
        verbose_name_plural = _("periods of the search")
        constraints = [
            models.UniqueConstraint(
                "user",
                Lower("name"),
                name="one_period_per_name_and_person",
                violation_error_message=_("You have a period of that name."),
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_current=True), name="one_current_period_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name
