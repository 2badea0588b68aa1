"""Form fields that several forms of this floor share."""

from datetime import UTC, date, datetime, tzinfo
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts import localised
from accounts.keys import key_in
from accounts.validators import no_control_characters
from applications.postings import salary
from applications.validators import in_living_memory


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, a plain field that takes 2026-11-18."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and time on the clock of the active time zone, the person's, or of another one that is set as `zone`.

    An hour that the clock skips in spring is refused with a word about why; of an hour that comes twice in autumn the
    first is meant.
    """

    widget = MomentInput
    zone: tzinfo | None = None

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        wall = parsed(value) if isinstance(value, str) else value
        if wall is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        in_living_memory(wall.date())
        return wall if wall.tzinfo else moment_on_clock(wall, self.zone or timezone.get_current_timezone())


def parsed(text: str) -> datetime | None:
    try:
        return parse_datetime(text.strip())
    except ValueError:
        return None


def moment_on_clock(wall: datetime, zone: tzinfo) -> datetime:
    moment = wall.replace(tzinfo=zone, fold=0)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("The clocks go forward then, and %(time)s is skipped. Please choose another time."),
            code="skipped",
            params={"time": localised.clock(wall)},
        )
    return moment


def comes_twice(local: datetime) -> bool:
    """Whether the clock of its zone shows the same time an hour (or so) later once more."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


class PayField(forms.IntegerField):
    """Whole units of a currency, written as people write pay: 65000, 65.000, 65,000 or 65k.

    Not the browser's own field for numbers: where a dot stands between thousands, that one hands over 65 for 65.000.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        amount = salary.single(value) if isinstance(value, str) else None
        return super().to_python(value if amount is None or amount % 1 else int(amount))


class CompanyField(forms.CharField):
    """A company's name, typed; the page offers the ones the person already has (datalist `companies`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Company"), max_length=200, validators=[no_control_characters], **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"list": "companies", "autocomplete": "off"}


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their numbers. A number larger than any row can have is none, instead of an error of the database."""

    def clean(self, value: Any) -> Any:
        if any(key_in(one) is None for one in value or []):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def choice(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def model_choice(form: forms.BaseForm, name: str) -> forms.ModelChoiceField:
    return cast(forms.ModelChoiceField, form.fields[name])


def not_after(day: date | None, today: date) -> None:
    if day and day > today:
        raise ValidationError(_("That day is still to come."), code="future")
