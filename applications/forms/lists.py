from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import localised
from accounts.drawing import Select
from accounts.models import User
from accounts.validators import no_control_characters
from applications.forms.fields import DayInput, choice
from applications.listing import Wish
from applications.models import JobApplication, ListLook, SavedView, Tag
from applications.periods import ALL, NONE, periods_of
from applications.wording import outcome_choices

Stage = JobApplication.Stage
LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0
# What of an address says which part of a list is shown, not which list.
PLACES = ["after", "before"]


@dataclass(frozen=True)
class Chip:
    """One thing by which the list is narrowed, and the query that does without it."""

    label: str
    without: str


class ListForm(forms.Form):
    """What the list shows. Anything that is not understood is left out, so that an old link still opens the list."""

    SORTS = {
        "activity": _("Last activity"),
        "applied_on": _("Applied on"),
        "company": _("Company"),
        "role": _("Role"),
        "deadline": _("Deadline"),
        "interview": _("Next interview"),
        "excitement": _("Excitement"),
    }

    # Each with all that got further.
    REACHED: ClassVar = {
        Stage.APPLIED.value: pgettext_lazy("how far an application got", "Sent"),
        Stage.SCREENING.value: _("Screening or a test"),
        **{stage.value: stage.label for stage in (Stage.INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER)},
    }
    SILENCES: ClassVar = {14: _("Two weeks"), 28: _("Four weeks"), 42: _("Six weeks"), 90: _("Three months")}

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    stage = forms.ChoiceField(label=_("Stage"), required=False, widget=Select)
    reached = forms.ChoiceField(label=_("Got at least as far as"), required=False, widget=Select)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, widget=Select)
    tag = forms.TypedChoiceField(label=_("Tag"), required=False, widget=Select, coerce=int, empty_value=None)
    source = forms.CharField(label=_("Where you found it"), required=False, max_length=120)
    work_mode = forms.ChoiceField(label=_("Work mode"), required=False, widget=Select)
    applied_from = forms.DateField(label=_("Applied from"), required=False, widget=DayInput)
    applied_to = forms.DateField(label=_("Applied until"), required=False, widget=DayInput)
    excitement = forms.TypedChoiceField(
        label=_("Excitement"), required=False, widget=Select, coerce=int, empty_value=None
    )
    silent = forms.TypedChoiceField(
        label=_("Nothing heard for"), required=False, widget=Select, coerce=int, empty_value=None
    )
    period = forms.ChoiceField(label=_("Period of the search"), required=False, widget=Select)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, widget=Select)
    closed = forms.BooleanField(label=_("Closed too"), required=False)
    archived = forms.BooleanField(label=_("Archived too"), required=False)

    def __init__(self, data: QueryDict, *, user: User, tags: list[Tag]) -> None:
        super().__init__(data, auto_id="list-%s")
        self.query = data
        self.view: SavedView | None = None
        any_ = pgettext_lazy("anything will do", "Any")
        at_least = [(number, _("At least %(number)s of 5") % {"number": number}) for number in range(5, 1, -1)]
        choice(self, "stage").choices = [("", _("Any stage")), *Stage.choices]
        choice(self, "reached").choices = [("", any_), *self.REACHED.items()]
        choice(self, "outcome").choices = [("", any_), *outcome_choices(user)]
        choice(self, "tag").choices = [("", any_), *((tag.pk, tag.name) for tag in tags)]
        choice(self, "work_mode").choices = [("", any_), *JobApplication.WorkMode.choices]
        choice(self, "excitement").choices = [("", any_), *at_least]
        choice(self, "silent").choices = [("", any_), *self.SILENCES.items()]
        self.offer_periods(user)
        choice(self, "sort").choices = [("", _("Best match, then last activity")), *self.SORTS.items()]
        self.is_valid()

    def offer_periods(self, user: User) -> None:
        """Only to somebody who parts their search."""
        periods = periods_of(user)
        if not periods:
            del self.fields["period"]
            return
        usual = _("The current one, and what is in none") if periods[0].is_current else _("What is in none")
        named = [(str(period.pk), period.name) for period in periods]
        choice(self, "period").choices = [("", usual), (ALL, _("All periods")), *named, (NONE, _("In no period"))]

    def folded_fields(self) -> list[forms.BoundField]:
        """Those that stand behind *Filter and sort*."""
        return [field for field in self if field.name not in ("q", "closed")]

    def find_view(self, views: list[SavedView]) -> None:
        """Which of the saved views this is, if any."""
        query = self.plain_query().urlencode()
        self.view = next((view for view in views if view.query == query), None)

    def wish(self) -> Wish:
        data = self.cleaned_data
        named = {"q": "text", "closed": "with_closed", "archived": "with_archived"}
        return Wish(**{named.get(name, name): value for name, value in data.items() if value})

    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name not in ("sort", "closed", "archived"))

    def chips(self) -> list[Chip]:
        """One for each thing that narrows it."""
        return [Chip(label, self.query_without(name)) for name, label in self.labels()]

    def labels(self) -> Iterator[tuple[str, str]]:
        for name, value in self.cleaned_data.items():
            if name in ("sort", "closed", "archived") or not value:
                continue
            words = {"label": self.fields[name].label, "value": self.spoken(name, value)}
            yield name, str(value) if name == "q" else gettext("%(label)s: %(value)s") % words

    def spoken(self, name: str, value: Any) -> str:
        if name in ("applied_from", "applied_to"):
            return localised.day_short(value)
        if isinstance(self.fields[name], forms.ChoiceField):
            choices = dict(choice(self, name).widget.choices)
            return str(choices.get(value, value))
        return str(value)

    def query_without(self, name: str) -> str:
        query = self.plain_query()
        query.pop(name, None)
        return query.urlencode()

    def plain_query(self) -> QueryDict:
        """What of the address is understood and says something, so that it can be kept, shared with oneself, sent."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            if self.cleaned_data.get(name):
                query[name] = str(self.query[name])
        return query


class LookForm(forms.ModelForm):
    """Which facts the list shows, and how many applications on a page."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=ListLook.Column.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ListLook
        fields = ["columns", "page_size"]

    def clean_columns(self) -> list[str]:
        wanted = self.cleaned_data["columns"]
        return [column.value for column in ListLook.Column if column in wanted]


class ViewForm(forms.ModelForm):
    """A name for the way the list is looked at now, which is what stands in `query`."""

    class Meta:
        model = SavedView
        fields = ["name", "is_default"]

    def __init__(self, *args: Any, query: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "view-%s"} | kwargs)
        self.query = query

    def clean(self) -> dict[str, Any]:
        if len(self.query) > LONGEST_QUERY:
            raise ValidationError(_("These are more words than a view can keep. Please search for fewer."))
        return super().clean() or self.cleaned_data


class ManyForm(forms.Form):
    """What can be done with several applications at once: each button asks for its own field."""

    # By field: how an operation calls what was chosen, and what is said where nothing fitting was.
    ASKED: ClassVar = {
        "stage": ("stage", _("Please choose where to move them.")),
        "outcome": ("kind", _("Please choose how they ended.")),
        "tag": ("name", _("Please write which tag, in at most 50 letters.")),
        "period": ("period", _("Please choose a period of your search.")),
    }

    stage = forms.ChoiceField(label=_("Move to"), required=False, widget=Select)
    outcome = forms.ChoiceField(label=_("How it ended"), required=False, widget=Select)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=50, validators=[no_control_characters])
    period = forms.ChoiceField(label=_("Period of the search"), required=False, widget=Select)

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, auto_id="many-%s")
        self.periods = {str(period.pk): period for period in periods_of(user)}
        named = [(key, period.name) for key, period in self.periods.items()]
        choice(self, "stage").choices = [("", _("Move to …")), *Stage.choices]
        choice(self, "outcome").choices = [("", _("How it ended …")), *outcome_choices(user)]
        choice(self, "period").choices = [("", _("Put into …")), *named, (NONE, _("In no period"))]

    def asked(self, name: str) -> dict[str, Any]:
        """What was chosen in one field, as its operation takes it; empty where nothing fitting was."""
        self.is_valid()
        chosen = " ".join(str(self.cleaned_data.get(name, "")).split())
        if not chosen:
            return {}
        return {self.ASKED[name][0]: self.periods.get(chosen) if name == "period" else chosen}

    def missing(self, name: str) -> str:
        return str(self.ASKED[name][1]) if name else ""

    def spoken(self, name: str) -> str:
        """The same as a person reads it."""
        chosen = str(self.cleaned_data.get(name, "")) if name else ""
        choices = dict(choice(self, name).widget.choices) if name in ("stage", "outcome", "period") else {}
        return str(choices.get(chosen, " ".join(chosen.split())))
