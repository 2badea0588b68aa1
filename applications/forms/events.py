from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import DayInput, choice, model_choice, not_after
from applications.models import Contact, Event, JobApplication

Kind = Event.Kind


class EventForm(forms.ModelForm):
    """Something that happened, told by the person."""

    contact = forms.ModelChoiceField(
        queryset=Contact.objects.none(), required=False, label=_("Who"), empty_label=_("Nobody in particular")
    )

    class Meta:
        model = Event
        fields = ["kind", "happened_on", "note"]
        widgets = {"happened_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}
        labels = {"kind": _("What")}

    field_order = ["kind", "happened_on", "contact", "note"]

    def __init__(self, *args: Any, application: JobApplication, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"happened_on": today, "kind": Kind.NOTE, **self.initial}
        choice(self, "kind").choices = [(kind.value, kind.label) for kind in (Kind.NOTE, Kind.HEARD, Kind.LETTER_SENT)]
        model_choice(self, "contact").queryset = application.user.contacts.all()

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        not_after(day, self.today)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.NOTE and not data.get("note"):
            self.add_error("note", ValidationError(_("A note needs some words."), code="empty"))
        return data


class CorrectionForm(forms.ModelForm):
    """The right day, and the words."""

    class Meta:
        model = Event
        fields = ["happened_on", "note"]
        widgets = {"happened_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        not_after(day, self.today)
        if self.instance.kind == Kind.OUTCOME_RECORDED:
            not_before(day, self.instance.application.applied_on)
        return day


def not_before(day: date, applied_on: date | None) -> None:
    if applied_on and day < applied_on:
        raise ValidationError(_("That is before you applied."), code="before_applied")
