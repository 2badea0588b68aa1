from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.forms.fields import DayInput, choice
from applications.meanwhile import MeanwhileMixin
from applications.models import Company
from applications.validators import web_address


class CompanyForm(MeanwhileMixin, forms.ModelForm):
    """What the person says about a company."""

    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Company
        fields = ["name", "website", "apply_again", "apply_again_on", "notes"]
        widgets = {"apply_again": forms.RadioSelect, "apply_again_on": DayInput}
        help_texts = {
            "apply_again": _("Your own view, for when you come across them again."),
            "apply_again_on": _("If you chose “Later” and know a day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].validators.append(web_address)
        choice(self, "apply_again").choices = [
            ("", pgettext_lazy("apply there again", "Not said")),
            *Company.Again.choices,
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.compare(data)
        return data

    def validate_unique(self) -> None:
        """A name that another company has is no mistake: the two may be one, and the page says so."""


class PeopleSearchForm(forms.Form):
    """What to look for among companies or contacts. What does not fit is left out of the search."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False)


class CompanySearchForm(PeopleSearchForm):
    again = forms.ChoiceField(label=_("Apply again?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "again").choices = [("", pgettext_lazy("apply there again", "any")), *Company.Again.choices]


class ContactSearchForm(PeopleSearchForm):
    sort = forms.ChoiceField(
        label=_("Sort"),
        required=False,
        choices=[("name", _("Name")), ("touch", _("Last in touch")), ("write", _("Write again on"))],
    )


class MergeForm(forms.Form):
    """Which of two stays: the key of the one that goes is part of the form too, so that a page cannot name others."""

    stays = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    goes = forms.IntegerField(min_value=1, max_value=2**63 - 1)
