from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import CalendarFeed


class CalendarForm(forms.ModelForm):
    """What a calendar that subscribes may read."""

    class Meta:
        model = CalendarFeed
        fields = ["has_deadlines", "has_nudges", "is_busy_only"]
        labels = {
            "has_deadlines": _("Deadlines"),
            "has_nudges": _("Planned nudges"),
            "is_busy_only": _("Say no more than “Busy”"),
        }
        help_texts = {
            "is_busy_only": _("For a calendar that others see too: no company, no place, no people."),
        }
