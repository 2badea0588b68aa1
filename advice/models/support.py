from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from advice.models.curated import Curated

PHONE_VALID_DAYS = 180


class SupportService(Curated):
    """A place where people can find somebody to talk to. Its number is shown only while somebody stands for it."""

    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=160)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, for example GB; empty = everywhere.")
    )
    url = models.URLField(_("address"), max_length=500)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    about = models.TextField(_("about"), blank=True)
    verified_on = models.DateField(
        _("number checked on"), null=True, blank=True, help_text=_("After 180 days the number is hidden again.")
    )
    verified_by = models.CharField(_("number checked by"), max_length=200, blank=True)

    class Meta(Curated.Meta):
        verbose_name = _("support service")
        verbose_name_plural = _("support services")
        ordering = ["country", "name"]
        constraints = [
            *Curated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(verified_by="", verified_on=None)
                | (~models.Q(verified_by="") & models.Q(verified_on__isnull=False)),
                name="supportservice_check_has_name_and_date",
                violation_error_message=_("A checked number needs both a name and a date."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_verified(self, today: date) -> bool:
        """True while the number may be shown: checked by somebody within the last 180 days.

        See also its twin, `queries.unchecked_services`.
        """
        if self.verified_on is None or self.verified_on > today:
            return False
        return today - self.verified_on <= timedelta(days=PHONE_VALID_DAYS)

    def phone_on(self, today: date) -> str:
        return self.phone if self.is_verified(today) else ""

    def clean(self) -> None:
        super().clean()
        self.country = self.country.upper()
        if self.verified_by and not self.verified_on:
            raise ValidationError({"verified_on": _("Please add the day on which the number was checked.")})
        if self.verified_on and not self.verified_by:
            raise ValidationError({"verified_by": _("Please add who checked the number.")})
