from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from advice.vocabulary import Mood, Reason
from applications.forms.fields import DayInput
from recovery.operations.feedback import CODES_AT_MOST


class CheckInForm(forms.Form):
    mood = forms.ChoiceField(
        label=_("How is today?"), choices=Mood.choices, error_messages={"required": _("Please choose one of the five.")}
    )


class KeepForm(forms.Form):
    """For how long check-ins are kept."""

    days = forms.TypedChoiceField(
        label=_("Keep check-ins for"),
        coerce=int,
        choices=[("30", _("a month")), ("90", _("three months")), ("180", _("half a year")), ("365", _("a year"))],
    )


class NoteForm(forms.Form):
    """Two minutes about a further no: one line is enough."""

    note = forms.CharField(
        label=_("What kind of no was it? One line is enough."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


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


class AskedForm(forms.Form):
    asked_on = forms.DateField(label=_("Sent on"), widget=DayInput)
    follow_up_on = forms.DateField(
        label=_("One follow-up, if nothing comes"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty: six business days later. After that the app stops asking."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        asked_on, follow_up_on = values.get("asked_on"), values.get("follow_up_on")
        if asked_on and follow_up_on and follow_up_on <= asked_on:
            self.add_error("follow_up_on", _("The follow-up comes after the question."))
        return values


class ReceivedForm(forms.Form):
    """An answer that came: the words stay private, the reasons are short words from a list."""

    answer = forms.CharField(
        label=_("What they wrote or said"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Kept encrypted; only you can read it."),
    )
    codes = forms.MultipleChoiceField(
        label=_("What was it about? At most two."),
        required=False,
        choices=Reason.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    next_time = forms.CharField(
        label=_("Next time I will …"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_codes(self) -> list[str]:
        codes: list[str] = self.cleaned_data["codes"]
        if len(codes) > CODES_AT_MOST:
            raise forms.ValidationError(_("Please choose at most two."))
        return codes
