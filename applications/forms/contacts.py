from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.forms.fields import CompanyField, DayInput, RowsField, model_choice, not_after
from applications.meanwhile import MeanwhileMixin
from applications.models import Contact, JobApplication

OFFERED = 100


class ContactForm(MeanwhileMixin, forms.ModelForm):
    """Somebody to keep in touch with, at a company, perhaps met in some applications."""

    company = CompanyField(required=False)

    class Meta:
        model = Contact
        fields = [
            "name",
            "job_title",
            "email",
            "phone",
            "how_known",
            "shared_context",
            "touched_on",
            "keep_warm_on",
            "applications",
            "notes",
        ]
        field_classes = {"applications": RowsField}
        widgets = {
            "touched_on": DayInput,
            "keep_warm_on": DayInput,
            "applications": forms.SelectMultiple(attrs={"size": 6}),
        }
        help_texts = {
            "touched_on": _("Letters and calls in the history of an application count by themselves."),
            "keep_warm_on": _("A day on which a few lines would be good. It is shown with the contact."),
            "shared_context": _("A project, a place, a talk you both remember."),
            "applications": _("With a keyboard, hold Ctrl or Command to choose several."),
        }

    field_order = ["name", "company"]

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        applications = model_choice(self, "applications")
        applications.queryset = user.applications.select_related("company")
        applications.widget.choices = self.offered(applications.queryset)
        if self.instance.pk:
            self.initial["company"] = self.instance.company.name if self.instance.company else ""

    def offered(self, applications: QuerySet[JobApplication]) -> list[tuple[int, str]]:
        """The latest ones and those that are linked already: a list of thousands helps nobody. Any is accepted."""
        linked = list(self.initial.get("applications", []))
        prefetch_related_objects(linked, "company")
        latest = [application for application in applications[:OFFERED] if application not in linked]
        return [(application.pk, str(application)) for application in [*linked, *latest]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.compare(data)
        return data

    def clean_touched_on(self) -> date | None:
        day = self.cleaned_data["touched_on"]
        not_after(day, self.today)
        return day
