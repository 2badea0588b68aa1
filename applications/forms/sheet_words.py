"""What is asked about the days and words of a spreadsheet."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import localised
from accounts.models import User
from applications.forms.sheets import LONGEST_SAMPLE
from applications.sheets import days, fields, meanings, plans
from applications.sheets.days import DAY_FIRST, MONTH_FIRST
from applications.sheets.plans import Plan
from applications.sheets.tables import Line

YEARS_OFFERED = 3


class WordsForm(forms.Form):
    """How the days of a column are meant, and what each word for a stage or an ending means."""

    def __init__(
        self, data: QueryDict | None = None, *, lines: list[Line], plan: Plan, user: User, today: date
    ) -> None:
        super().__init__(data, auto_id="sheet-%s")
        self.plan, self.today, self.headings = plan, today, plans.headings_in(lines, plan.head)
        rows = plans.below(lines, plan.head)
        self.examples = plans.ambiguous(plan, rows)
        for at, example in self.examples.items():
            self.fields[f"order_{at}"] = self.order_field(at, example)
        self.without_year = plans.without_year(plan, rows)
        for at, example in self.without_year.items():
            self.fields[f"year_{at}"] = self.year_field(at, example)
        self.keys: dict[str, tuple[int, str]] = {}
        for at in plan.columns_of(*fields.MEANT):
            counted = meanings.words_in(line.cell(at) for line in rows)
            for number, (word, times) in enumerate(list(counted.items())[: meanings.MOST]):
                name, key = f"meaning_{at}_{number}", meanings.key_of(word)
                self.keys[name] = (at, key)
                self.fields[name] = forms.ChoiceField(
                    label=Truncator(word).chars(LONGEST_SAMPLE),
                    help_text=ngettext("%(times)s row", "%(times)s rows", times) % {"times": localised.number(times)},
                    required=False,
                    choices=meanings.choices(user),
                    initial=plan.meanings.get(at, {}).get(key, ""),
                )

    def order_field(self, at: int, example: str) -> forms.ChoiceField:
        """Asked once for the whole column, with both readings written out."""
        readings = [(order, self.reading(at, example, order)) for order in (DAY_FIRST, MONTH_FIRST)]
        return forms.ChoiceField(
            label=_("In “%(column)s”, which day is %(example)s?") % {"column": self.name_of(at), "example": example},
            choices=readings,
            initial=self.plan.orders.get(at, ""),
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose which of the two is meant.")},
        )

    def year_field(self, at: int, example: str) -> forms.TypedChoiceField:
        """Also for the whole column: the latest day that is not still to come, or a year or two before."""
        order, asked = self.plan.orders.get(at, ""), _("In “%(column)s” days have no year. Which day is %(example)s?")
        readings = [(back, self.reading(at, example, order, years_back=back)) for back in range(YEARS_OFFERED)]
        return forms.TypedChoiceField(
            label=asked % {"column": self.name_of(at), "example": example},
            coerce=int,
            choices=[*readings, (plans.INTO_NOTES, _("Into the notes"))],
            initial=self.plan.years.get(at, 0),
            widget=forms.RadioSelect,
            help_text=_("The years of the others in this column follow."),
            error_messages={"required": _("Please choose which of them is meant.")},
        )

    def reading(self, at: int, example: str, order: str, *, years_back: int = 0) -> str:
        may_be_ahead = self.plan.columns[at] not in fields.NOT_AHEAD
        about: dict[str, Any] = {"today": self.today, "may_be_ahead": may_be_ahead, "years_back": years_back}
        return localised.day(days.day_near(example, order, **about))

    def name_of(self, at: int) -> str:
        return self.headings[at] or str(fields.FIELDS[self.plan.columns[at]])

    @property
    def is_needed(self) -> bool:
        return bool(self.fields)

    def orders(self) -> list[forms.BoundField]:
        names = [*(f"order_{at}" for at in self.examples), *(f"year_{at}" for at in self.without_year)]
        return [self[name] for name in names]

    def meanings(self) -> list[forms.BoundField]:
        return [self[name] for name in self.keys]

    def orders_chosen(self) -> dict[int, str]:
        return self.plan.orders | {at: self.cleaned_data[f"order_{at}"] for at in self.examples}

    def years_chosen(self) -> dict[int, int]:
        return self.plan.years | {at: self.cleaned_data[f"year_{at}"] for at in self.without_year}

    def meanings_chosen(self) -> dict[int, dict[str, str]]:
        chosen = {at: dict(said) for at, said in self.plan.meanings.items()}
        for name, (at, key) in self.keys.items():
            chosen.setdefault(at, {})[key] = self.cleaned_data[name]
        return chosen
