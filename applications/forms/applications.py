from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.drawing import Select
from accounts.models import User
from applications.forms.documents import VersionsField
from applications.forms.fields import CompanyField, DayInput, PayField, choice, model_choice, not_after
from applications.forms.tags import NewTagsField, OwnTagsField, offer_tags, tags_in
from applications.meanwhile import MeanwhileMixin
from applications.models import DocumentVersion, JobApplication
from applications.needs import DATES
from applications.postings import employers

Stage = JobApplication.Stage
USUAL_WAIT = timedelta(days=7)  # see also nudges.rules.application_follow_up


class ApplicationForm(MeanwhileMixin, forms.ModelForm):
    """An application's facts. Company and role are enough; `optional_fields` may all stay empty."""

    company = CompanyField()
    url = forms.URLField(
        label=_("Link to the posting"), max_length=2000, required=False, assume_scheme="https", widget=forms.URLInput
    )
    tags = OwnTagsField()
    new_tags = NewTagsField()
    period: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Period of the search"), required=False, empty_label=_("In no period")
    )

    class Meta:
        model = JobApplication
        fields = [
            "role",
            "stage",
            "url",
            "location",
            "work_mode",
            "applied_on",
            "deadline_on",
            "follow_up_on",
            "source",
            "excitement",
            "salary_min",
            "salary_max",
            "salary_currency",
            "salary_period",
            "notes",
            "posting_text",
        ]
        field_classes = {"salary_min": PayField, "salary_max": PayField}
        widgets = {
            "salary_currency": forms.TextInput(attrs={"class": "short"}),
            "applied_on": DayInput,
            "deadline_on": DayInput,
            "follow_up_on": DayInput,
            "excitement": forms.Select(choices=[("", _("Not said")), *[(n, n) for n in range(1, 6)]]),
        }
        help_texts = {
            "excitement": _("From 1, a possibility, to 5, a favourite."),
            "notes": _("**bold**, *soft*, lists with a dash in front, [links](https://example.org)."),
            "posting_text": _("Paste it here: postings vanish."),
        }

    field_order = [
        *["company", "role", "stage", "url", "location", "work_mode", "applied_on", "deadline_on", "source"],
        *["excitement", "tags", "new_tags", "period"],
    ]

    def __init__(
        self,
        *args: Any,
        today: date,
        user: User | None = None,
        offered: Sequence[DocumentVersion] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if offered:
            self.fields["documents"] = field = VersionsField()
            self.initial["documents"] = field.offer(self.instance, offered)
        if user:
            self.offer_tags_and_periods(user)
        if not self.instance.pk and not self.is_bound:
            self.fields["company"].widget.attrs["autofocus"] = True
        if self.instance.pk:
            self.initial.setdefault("company", self.instance.company.name)
        if self.instance.pk and not self.instance.is_open:
            del self.fields["stage"]  # how far it got is part of its outcome
        else:
            self.fields["stage"].required = False
        not_said = ("", _("Not said"))
        choice(self, "work_mode").choices = [not_said, *JobApplication.WorkMode.choices]
        choice(self, "salary_period").choices = [not_said, *JobApplication.SalaryPeriod.choices]

    def offer_tags_and_periods(self, user: User) -> None:
        """One's own words. A new application goes into the current period, so nobody is asked."""
        chosen: list[str] = []
        if self.instance.pk:
            chosen = self.initial["tags"] = [tag.name for tag in self.instance.tags.all()]
            self.initial["period"] = self.instance.period_id
        sent = self.data.getlist("tags") if isinstance(self.data, QueryDict) else self.initial.get("tags", [])
        self.more_tags = offer_tags(self, user, [*sent, *chosen])
        if self.instance.pk and user.periods.exists():
            model_choice(self, "period").queryset = user.periods.all()
        else:
            del self.fields["period"]

    def leave_unseen(self, data: dict[str, Any]) -> None:
        """A page that was opened before there were periods, or tags, says nothing about them."""
        seen = self.was_seen()
        if seen and "period" not in seen:
            data.pop("period", None)
        if seen and "tags" not in seen:
            data["tags"] = [*self.initial.get("tags", []), *data["tags"]]

    def optional_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in ("company", "role")]

    def optional_groups(self) -> list[list[forms.BoundField]]:
        """The optional fields as they stand: those of the pay beside each other, every other one by itself."""
        groups = groupby(self.optional_fields(), lambda field: field.name.startswith("salary_") or field.name)
        return [list(fields) for _name, fields in groups]

    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in the optional fields, so that they must not be folded away."""
        return any(field.errors or field.value() not in (None, "", [], Stage.SAVED) for field in self.optional_fields())

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or self.instance.stage

    def clean_salary_currency(self) -> str:
        return self.cleaned_data["salary_currency"].upper()

    def clean_applied_on(self) -> date | None:
        day = self.cleaned_data["applied_on"]
        if day != self.instance.applied_on:
            not_after(day, self.today)
        return day

    def ask_for_a_name(self) -> None:
        """A link that was given for a company's name is the posting's. What it may tell of the name is proposed."""
        typed = self["company"].value() or ""
        link = employers.link_in(typed) if "company" in self.changed_data else ""
        if not link:
            return
        self.errors.pop("company", None)  # it may be longer than a name
        if (self["url"].value() or link).strip() not in (link, typed.strip()):
            self.add_error("company", _("That is a link. What is the company called?"))
            return
        name = employers.name_in(link)
        sent: Any = self.data
        self.data = back = sent.copy()
        back["company"], back["url"] = name, link
        asked = _("That was a link; it is now the link to the posting. What is the company called?")
        proposed = _("That was a link; it is now the link to the posting. Is this what the company is called?")
        self.add_error("company", proposed if name else asked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.ask_for_a_name()
        if "documents_shown" not in self.data:
            data.pop("documents", None)  # a page without that field says nothing about it
        data["tags"] = tags_in(self, data)
        self.leave_unseen(data)
        self.compare(data)
        outcome = None if self.instance.pk is None or self.instance.is_open else self.instance.outcome
        if outcome and data.get("applied_on") and data["applied_on"] > outcome.decided_on:
            self.add_error("applied_on", ValidationError(_("It ended before that day.")))
        return data


class MoveForm(forms.Form):
    stage = forms.ChoiceField(label=_("Move to"), choices=Stage.choices, widget=Select)
    undo = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DatesForm(forms.ModelForm):
    """The days that go with a stage: of sending and asking again, or until when to answer.

    Sent, it speaks of the days it was opened for, wherever the application has come meanwhile, and of no others.
    """

    class Meta:
        model = JobApplication
        fields = ["applied_on", "follow_up_on", "deadline_on"]
        widgets = {"applied_on": DayInput, "follow_up_on": DayInput, "deadline_on": DayInput}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.auto_id = f"id_{self.instance.pk}_%s"  # several cards may have such a form
        asked = DATES.get(self.instance.reached_stage, ["deadline_on"])
        if self.is_bound:
            asked = [name for name in self.fields if name in self.data]
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        if "follow_up_on" in asked and not self.initial.get("follow_up_on"):
            self.initial["follow_up_on"] = (self.instance.applied_on or today) + USUAL_WAIT
            if self.initial["follow_up_on"] < today:
                self.initial["follow_up_on"] = None

    def clean_applied_on(self) -> date | None:
        not_after(self.cleaned_data["applied_on"], self.today)
        return self.cleaned_data["applied_on"]

    def clean_follow_up_on(self) -> date | None:
        day = self.cleaned_data["follow_up_on"]
        if day and day < self.today and day != self.instance.follow_up_on:
            raise ValidationError(_("This day has gone by."))
        return day
