from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters


class Tag(models.Model):
    """A word of the person's own for sorting applications by. Two that differ in capitals or accents only are one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=50, validators=[no_control_characters])
    folded = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "folded"], name="one_tag_per_name_and_person")]

    def __str__(self) -> str:
        return self.name
