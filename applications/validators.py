"""What the fields of applications, interviews and contacts accept."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

LARGEST_SALARY = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 1950, 2150
SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)

web_address = URLValidator(schemes=["http", "https"])
currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Three letters, such as EUR."))


def in_living_memory(day: date) -> None:
    """Stops a mistyped year; days at the far ends of the calendar also cannot be told in another time zone."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Please check the year."), code="year")


def no_script(text: str) -> None:
    """Stops an address that runs or opens something when it is followed."""
    if SCRIPT.match(text):
        raise ValidationError(_("Only a place, or a link that begins with https:// or http://."), code="script")
