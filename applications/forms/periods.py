from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.forms.fields import model_choice
from applications.models import SearchPeriod


class PeriodForm(forms.ModelForm):
    """The name of a period; `instance` bears its person."""

    class Meta:
        model = SearchPeriod
        fields = ["name"]

    def _get_validation_exclusions(self) -> set[str]:
        """A name is looked for among the person's own."""
        return super()._get_validation_exclusions() - {"user"}  # type: ignore[misc]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class NewPeriodForm(PeriodForm):
    is_current = forms.BooleanField(label=_("This is my search now: new applications go into it"), required=False)
    takes_in = forms.BooleanField(required=False)

    field_order = ["name", "is_current", "takes_in"]

    def __init__(self, data: Any = None, *, user: User, loose: int) -> None:
        initial = {"is_current": True, "takes_in": not user.periods.exists()}
        super().__init__(data, instance=SearchPeriod(user=user), initial=initial, auto_id="period-%s")
        if not loose:
            del self.fields["takes_in"]
            return
        self.fields["takes_in"].label = ngettext(
            "Put the %(count)d application that is in no period into it",
            "Put the %(count)d applications that are in no period into it",
            loose,
        ) % {"count": loose}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data.setdefault("takes_in", False)
        return data


class DeletePeriodForm(forms.Form):
    """Where its applications go."""

    to: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Its applications go into"), required=False, empty_label=_("No period"), to_field_name="pk"
    )

    def __init__(self, data: Any = None, *, period: SearchPeriod) -> None:
        super().__init__(data, auto_id="period-%s")
        model_choice(self, "to").queryset = period.user.periods.exclude(pk=period.pk)
