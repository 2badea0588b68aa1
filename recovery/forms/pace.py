"""A further no, a rest, and a silence that gets an end."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from applications.forms.fields import DayInput
from applications.meanwhile import MeanwhileMixin
from applications.validators import in_living_memory


class NoteForm(MeanwhileMixin, forms.Form):
    """Two minutes about a further no: one line is enough."""

    note = forms.CharField(
        label=_("What kind of no was it? One line is enough."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.compare(values)
        return values


class PauseForm(forms.Form):
    days = forms.ChoiceField(
        label=pgettext_lazy("let it be for some days", "Rest"),
        required=False,
        choices=[("3", _("for three days")), ("7", _("for a week")), ("", _("until I come back"))],
    )

    def until(self, user: User, now: datetime) -> datetime | None:
        """The start of the day, in the person's zone, on which the pause is over; None for no end."""
        if not self.cleaned_data["days"]:
            return None
        day = user.local_day(now) + timedelta(days=int(self.cleaned_data["days"]))
        return datetime.combine(day, time.min, tzinfo=user.zone)


class SilenceForm(forms.Form):
    """The day on which the person closes a silence."""

    close_on = forms.DateField(label=_("Close it on"), widget=DayInput, validators=[in_living_memory])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_close_on(self) -> date:
        day: date = self.cleaned_data["close_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has gone by."))
        return day
