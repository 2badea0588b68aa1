"""What recoveries leave behind, written and looked at again."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import DayInput
from applications.forms.tags import NewTagsField
from applications.meanwhile import MeanwhileMixin
from recovery.models import Achievement, Experiment, TakeAlong
from recovery.models.take_along import LONGEST


class AchievementForm(forms.ModelForm):
    """An evidence card by hand, or one that is put into better words. Any of its three parts is enough."""

    tags = NewTagsField()

    class Meta:
        model = Achievement
        fields = ["title", "situation", "action", "result"]
        labels = {
            "title": _("In a few words"),
            "situation": _("How it was"),
            "action": _("What you did"),
            "result": _("What came of it"),
        }
        help_texts = {
            "situation": _("One line: where, with whom, what was at stake."),
            "action": _("Two or three lines, with verbs."),
            "result": _("One line with something that can be counted or seen."),
        }
        widgets = {
            "situation": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "action": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "result": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].label = _("Tags")
        if self.instance.pk:
            self.initial["tags"] = ", ".join(self.instance.tags)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        parts = ("situation", "action", "result")
        is_read = not any(name in self.errors for name in parts)
        if is_read and not any(values.get(name, "").strip() for name in parts):
            self.add_error("action", _("A few words in one of these three are enough."))
        return values


class BankSearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    tag = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)


class ExperimentForm(MeanwhileMixin, forms.ModelForm):
    """One change, on how many applications it is tried, and when it is looked at."""

    class Meta:
        model = Experiment
        fields = ["change", "goal", "sign", "wanted", "started_on", "look_on"]
        labels = {
            "change": _("The one change"),
            "goal": _("I want to get better at …"),
            "sign": _("What would show that it helps?"),
            "wanted": _("On how many applications?"),
            "started_on": _("Counting from"),
            "look_on": _("Look again on"),
        }
        help_texts = {
            "change": _("Just one: of two at once nobody can tell which it was."),
            "wanted": _("The next ones that you send are counted by themselves."),
            "started_on": _("Applications that you send on this day and later count."),
        }
        widgets = {
            "goal": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "sign": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "wanted": forms.NumberInput(attrs={"min": 1, "max": 50}),
            "started_on": DayInput,
            "look_on": DayInput,
        }

    def clean_wanted(self) -> int:
        wanted: int = self.cleaned_data["wanted"]
        if not 1 <= wanted <= 50:
            raise forms.ValidationError(_("Please give a number from 1 to 50."))
        return wanted

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.compare(values)
        start, look = values.get("started_on"), values.get("look_on")
        if start and look and look < start:
            self.add_error("look_on", _("The look back comes after the start."))
        return values


class LookForm(MeanwhileMixin, forms.Form):
    """Looking at an experiment: what was learnt, and the day of the next look where it goes on."""

    finding = forms.CharField(
        label=_("What did you learn?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A line is enough. It is kept encrypted."),
    )
    look_on = forms.DateField(label=_("If it goes on: look again on"), required=False, widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The words are compared; the day is another on every day that the page is opened."""
        values = super().clean() or self.cleaned_data
        words = {name: values[name] for name in ("finding",) if name in values}
        self.compare(words)
        return values | words

    def clean_look_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("Please give a day that is still to come."))
        return day


class TakeAlongForm(forms.Form):
    text = forms.CharField(
        label=_("What I take along"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "class": "writing"}),
        help_text=_(
            "For example: what worked, what I would do again, what I leave behind, a line to my next self. "
            "Kept encrypted; only you can read it."
        ),
    )

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kept = ""  # other words, which another window has saved meanwhile

    def clean_seen(self) -> str | None:
        """Nothing where nobody said what was seen: then there is nothing to compare."""
        return self.cleaned_data["seen"] if "seen" in self.data else None

    def stand_back(self, page: TakeAlong) -> None:
        """What was typed stays in the form, beside what stands there now; saving it again is then meant."""
        self.kept = page.text
        self.data = {**self.data.dict(), "seen": page.updated_at.isoformat()}  # type: ignore[attr-defined]
        self.add_error(
            None,
            _("This was saved in another window meanwhile. What stands there now is shown below, with what you typed."),
        )
