"""The steps of bringing applications in from a spreadsheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import localised
from accounts.drawing import Select
from accounts.keys import key_in
from applications.sheets import fields, headings, plans, reading, words
from applications.sheets.looking import Look
from applications.sheets.plans import Plan
from applications.sheets.tables import LARGEST_FILE, Line, Page, Unreadable

LONGEST_PASTE = 1_000_000
SAMPLES, LONGEST_SAMPLE = 3, 60
OFFERED_HEADS = 5


class SheetForm(forms.Form):
    """A spreadsheet: a file, or rows that were copied in one. Once valid, `pages` is what is in it."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or Excel (.xlsx), with up to 2,000 rows and 5 MB."),
    )
    paste = forms.CharField(
        label=_("Or rows that you copied"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Select the rows in your spreadsheet together with their headings, copy them, and paste them here."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages: list[Page] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file, paste = data.get("file"), data.get("paste", "")
        if file is not None:
            self.take("file", lambda: reading.pages_of(content_of(file)))
        elif paste.strip():
            self.take("paste", lambda: [Page("", reading.lines_in(paste))])
        elif not self.errors:
            self.add_error("file", _("Please choose a file, or paste some rows below."))
        return data

    def take(self, name: str, read: Callable[[], list[Page]]) -> None:
        try:
            self.pages = read()
        except Unreadable as error:
            self.add_error(name, ValidationError(str(words.problem(error.problem)), code=error.problem))


def content_of(file: Any) -> bytes:
    """Of a larger one nothing is read."""
    if file.size > LARGEST_FILE:
        raise Unreadable("too_large")
    content: bytes = file.read()
    return content


@dataclass(frozen=True)
class Column:
    """One column of a spreadsheet, as a person finds it again: its heading, some of what stands in it, the choice."""

    heading: str
    samples: list[str]
    field: forms.BoundField


class PageForm(forms.Form):
    """Which sheet of a workbook is taken."""

    page = forms.TypedChoiceField(label=_("Which sheet of the workbook"), coerce=int, widget=Select)

    def __init__(self, data: QueryDict | None = None, *, pages: list[Page], chosen: int) -> None:
        super().__init__(data, initial={"page": chosen}, auto_id="sheet-%s")
        self.fields["page"].choices = [  # type: ignore[attr-defined]
            (number, f"{page.name} ({rows_in(page)})") for number, page in enumerate(pages) if page.lines
        ]


def rows_in(page: Page) -> str:
    count = len(page.lines)
    return ngettext("%(number)s line", "%(number)s lines", count) % {"number": localised.number(count)}


class ColumnsForm(forms.Form):
    """Which column is what."""

    head = forms.TypedChoiceField(label=_("Where the headings are"), coerce=int, widget=Select)

    def __init__(self, data: QueryDict | None = None, *, lines: list[Line], plan: Plan) -> None:
        super().__init__(data, initial={"head": plan.head}, auto_id="sheet-%s")
        self.lines, self.plan = lines, plan
        self.headings = plans.headings_in(lines, plan.head)
        self.fields["head"].choices = heads_in(lines, plan.head)  # type: ignore[attr-defined]
        for at, name in enumerate(plan.columns):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=self.headings[at] or gettext("Column %(number)s") % {"number": at + 1},
                required=False,
                choices=CHOICES,
                initial=name,
            )

    def columns(self) -> Iterator[Column]:
        """Those with something in them."""
        rows = plans.below(self.lines, self.plan.head)
        for at in range(len(self.plan.columns)):
            found = list(dict.fromkeys(cell for line in rows if (cell := " ".join(line.cell(at).split()))))
            if found or self.headings[at]:
                samples = [Truncator(cell).chars(LONGEST_SAMPLE) for cell in found[:SAMPLES]]
                yield Column(self.headings[at], samples, self[f"column_{at}"])

    def moves_head(self) -> bool:
        """Whether the headings were said to be elsewhere: then the columns are to be guessed again."""
        return bool(self.cleaned_data.get("head", self.plan.head) != self.plan.head)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.moves_head():
            return data
        chosen = [data.get(f"column_{at}", "") for at in range(len(self.plan.columns))]
        for at, name in enumerate(chosen):
            if name and name not in fields.SEVERAL and name in chosen[:at]:
                other = self.fields[f"column_{chosen.index(name)}"].label
                self.add_error(f"column_{at}", _("“%(other)s” is that already.") % {"other": other})
        for name in fields.NEEDED:
            if name not in chosen:
                asked = _("Please say in which column “%(field)s” stands: without it nothing can be brought in.")
                self.add_error(None, asked % {"field": fields.FIELDS[name]})
        return data

    def columns_chosen(self) -> list[str]:
        return [self.cleaned_data[f"column_{at}"] for at in range(len(self.plan.columns))]


CHOICES: list[tuple[Any, Any]] = [
    (headings.LEFT_OUT, _("Leave out")),
    (headings.INTO_NOTES, _("Into the notes")),
    (_("What it is"), [(name, label) for name, label in fields.FIELDS.items() if name != headings.INTO_NOTES]),
]


def heads_in(lines: list[Line], chosen: int) -> list[tuple[int, str]]:
    """The first lines, each with how it begins."""
    offered = [line for line in lines[: headings.FIRST_LINES] if line.number == chosen or line in lines[:OFFERED_HEADS]]
    named = [(line.number, Truncator(", ".join(filter(None, line.cells))).chars(LONGEST_SAMPLE)) for line in offered]
    rows = [(number, gettext("Row %(number)s: %(text)s") % {"number": number, "text": text}) for number, text in named]
    return [*rows, (0, gettext("There are none: every row is an application"))]


class BringForm(forms.Form):
    """Which of the rows that seem to be there already come in all the same, and what becomes of faults."""

    too = forms.TypedMultipleChoiceField(coerce=int, required=False)
    all_too = forms.BooleanField(label=_("All of these too"), required=False)
    flawed = forms.ChoiceField(
        label=_("What is to become of these rows?"),
        required=False,
        initial="notes",
        widget=forms.RadioSelect,
        choices=[
            ("notes", _("Bring them in; what cannot be read goes into their notes")),
            ("leave", _("Leave them out; I get them as a file")),
        ],
    )

    def __init__(self, data: QueryDict | None = None, *, look: Look) -> None:
        super().__init__(data, auto_id="sheet-%s")
        self.numbers = [row.number for row, _like in look.there]
        self.ticked = set(map(key_in, data.getlist("too"))) if data is not None else set()
        self.fields["too"].choices = [(number, number) for number in self.numbers]  # type: ignore[attr-defined]

    def too_many(self) -> list[int]:
        return self.numbers if self.cleaned_data["all_too"] else self.cleaned_data["too"]

    @property
    def with_flawed(self) -> bool:
        return bool(self.cleaned_data["flawed"] != "leave")
