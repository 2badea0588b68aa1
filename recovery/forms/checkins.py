"""How somebody is, and for how long that is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Mood


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
