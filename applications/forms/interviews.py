from datetime import date, datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import zones
from applications import queries
from applications.forms.fields import DayInput, MomentField, RowsField, comes_twice, model_choice
from applications.models import Interview, JobApplication

NO_ZONE = [("", pgettext_lazy("the employer's time zone", "The same as mine"))]


def zone_choices() -> list[Any]:
    """Without the older names of places that have a newer one, which come last."""
    return [*NO_ZONE, *zones.by_region()[:-1]]


class InterviewForm(forms.ModelForm):
    """An interview, in the person's own time or in that of the employer."""

    starts_at = MomentField(label=_("Starts"))
    employer_zone = forms.ChoiceField(label=_("Their time zone"), required=False, choices=zone_choices)
    is_their_time = forms.BooleanField(
        label=_("The start is on their clock"),
        required=False,
        help_text=_("For an invitation that names their time. It is told in both then."),
    )
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
            "contacts",
            "people",
            "topic",
            "round",
            "hear_back_by",
            "employer_zone",
        ]
        labels = {"people": _("Others you will meet"), "contacts": _("Who you will meet")}
        field_classes = {"contacts": RowsField}
        widgets = {"hear_back_by": DayInput, "contacts": forms.CheckboxSelectMultiple}

    FIRST = ["kind", "starts_at", "duration_minutes", "location", "contacts", "people"]

    def __init__(self, *args: Any, application: JobApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("Your time: %(zone)s") % {"zone": zone}
        self.fields["duration_minutes"].required = False
        self.fields["starts_at"].zone = self.clock()  # type: ignore[attr-defined]
        contacts = model_choice(self, "contacts")
        contacts.queryset = application.user.contacts.all()
        offered = queries.contacts_to_meet(application, self.instance)
        contacts.widget.choices = [(contact.pk, str(contact)) for contact in offered]
        if not offered:
            contacts.widget = forms.MultipleHiddenInput()
            self.fields["people"].label = contacts.label

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.FIRST]

    @property
    def has_more(self) -> bool:
        """Whether what is folded away holds something, or is wrong."""
        return any(field.errors or field.value() for field in self.more_fields)

    def clock(self) -> tzinfo | None:
        """The clock on which what was typed is meant."""
        name = self.data.get(self.add_prefix("employer_zone"), "")
        is_theirs = self.data.get(self.add_prefix("is_their_time")) and name
        return zones.known_as(name) if is_theirs else None

    def clean_starts_at(self) -> datetime:
        """The moment as it was if its wall clock was left alone: an hour that comes twice may have meant the second."""
        moment, before = self.cleaned_data["starts_at"], self.instance.starts_at
        if self.instance.pk and wall_clock(moment) == wall_clock(before):
            return before
        return moment

    def clean_duration_minutes(self) -> int:
        return self.cleaned_data["duration_minutes"] or self.instance.duration_minutes

    def clean_hear_back_by(self) -> date | None:
        day, moment = self.cleaned_data["hear_back_by"], self.cleaned_data.get("starts_at")
        if day and moment and day < self.application.user.local_day(moment):
            raise ValidationError(_("That day is before the interview."), code="before")
        return day

    def clean(self) -> dict[str, Any]:
        """`is_their_time` only says how the time is to be read."""
        values = super().clean() or self.cleaned_data
        if values.pop("is_their_time", False) and not values.get("employer_zone"):
            self.add_error("employer_zone", _("Which time zone is theirs?"))
        return values

    @property
    def typed_time(self) -> datetime:
        return self.cleaned_data["starts_at"].astimezone(self.clock() or timezone.get_current_timezone())

    @property
    def comes_twice(self) -> bool:
        """Whether the time that was typed comes twice that night; the first is taken."""
        return "starts_at" in self.changed_data and comes_twice(self.typed_time)


def wall_clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
