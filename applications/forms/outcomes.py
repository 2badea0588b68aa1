from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import localised
from applications.forms.fields import DayInput, choice, not_after
from applications.models import JobApplication, Outcome
from applications.wording import outcome_choices


class OutcomeForm(forms.ModelForm):
    """How it ended. Only the ending is needed: the day is today and the stage the present one unless said otherwise."""

    class Meta:
        model = Outcome
        fields = ["kind", "decided_on", "last_stage", "no_kind", "reason"]
        widgets = {"kind": forms.RadioSelect, "decided_on": DayInput}
        help_texts = {"reason": _("In their words, if they gave one.")}

    def __init__(self, *args: Any, application: JobApplication, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.today = application, today
        self.initial = {"decided_on": today, "last_stage": application.stage, **self.initial}
        choice(self, "kind").choices = outcome_choices(application.user)
        choice(self, "last_stage").choices = JobApplication.Stage.choices
        choice(self, "no_kind").choices = [("", _("Not said")), *Outcome.NoKind.choices]
        for name in ("decided_on", "last_stage"):
            self.fields[name].required = False

    def clean_decided_on(self) -> date:
        day = self.cleaned_data["decided_on"] or self.today
        not_after(day, self.today)
        applied_on = self.application.applied_on
        if applied_on and day < applied_on:
            raise ValidationError(
                _("You applied on %(day)s, so it cannot have ended before. If that day is wrong, change it first."),
                code="before_applied",
                params={"day": localised.day(applied_on)},
            )
        return day

    def clean_last_stage(self) -> str:
        return self.cleaned_data["last_stage"] or self.application.stage

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") != Outcome.Kind.REJECTED:
            data["no_kind"] = ""  # there was no no
        return data
