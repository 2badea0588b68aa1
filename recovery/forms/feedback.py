"""The one question to an employer, and what came back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Reason
from applications.forms.fields import DayInput
from applications.meanwhile import MeanwhileMixin
from applications.validators import in_living_memory
from recovery.operations.feedback import CODES_AT_MOST


class AskedForm(forms.Form):
    asked_on = forms.DateField(label=_("Sent on"), widget=DayInput, validators=[in_living_memory])
    follow_up_on = forms.DateField(
        label=_("One follow-up, if nothing comes"),
        required=False,
        widget=DayInput,
        validators=[in_living_memory],
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


class ReceivedForm(MeanwhileMixin, forms.Form):
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
    keep_lesson = forms.BooleanField(
        label=_("Bring this line up before other interviews"),
        required=False,
        help_text=_("It is then kept as a lesson, readable to the app and no longer encrypted."),
    )
    is_worrying = forms.BooleanField(
        label=_("The wording worries me"),
        required=False,
        help_text=_("For example about age, origin, health, family or faith. Only you decide that; nobody reads it."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.compare(values)
        if values.get("keep_lesson") and not values.get("next_time", "").strip():
            self.add_error("next_time", _("There is nothing here yet to bring up."))
        return values

    def clean_codes(self) -> list[str]:
        codes: list[str] = self.cleaned_data["codes"]
        if len(codes) > CODES_AT_MOST:
            raise forms.ValidationError(_("Please choose at most two."))
        return codes
