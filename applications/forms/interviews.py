from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import DayInput, MomentField
from applications.models import Interview


class InterviewForm(forms.ModelForm):
    """A new interview, in the person's own time."""

    starts_at = MomentField(label=_("Starts"))
    round = forms.IntegerField(
        label=_("Round"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Left empty, it is the next one."),
    )

    class Meta:
        model = Interview
        fields = [
            "kind",
            "starts_at",
            "duration_minutes",
            "location",
            "people",
            "topic",
            "round",
            "hear_back_by",
            "notes",
        ]
        widgets = {"hear_back_by": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("Your time: %(zone)s") % {"zone": zone}
        self.fields["duration_minutes"].required = False

    def clean_starts_at(self) -> datetime:
        """The moment as it was if its wall clock was left alone: an hour that comes twice may have meant the second."""
        moment, before = self.cleaned_data["starts_at"], self.instance.starts_at
        if self.instance.pk and wall_clock(moment) == wall_clock(before):
            return before
        return moment

    def clean_duration_minutes(self) -> int:
        return self.cleaned_data["duration_minutes"] or self.instance.duration_minutes


def wall_clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


class InterviewNotesForm(InterviewForm):
    """An interview that stands already: also what there is to say afterwards."""

    class Meta(InterviewForm.Meta):
        fields = [*InterviewForm.Meta.fields, "debrief"]
