"""Made up for the page: it shows nobody's rows."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.undo import Undo
from advice.vocabulary import Mood


class Sample(forms.Form):
    """One field of each kind."""

    role = forms.CharField(label=_("Role"), help_text=_("As it stands in the posting."), max_length=40)
    about = forms.CharField(label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), choices=[("a", _("Saved")), ("b", _("Interview with everybody whom one would work with"))]
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), required=False)
    starts = forms.DateTimeField(label=_("Starts"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    minutes = forms.IntegerField(label=_("Minutes"), required=False)
    way = forms.ChoiceField(
        label=_("How it came"),
        choices=[("mail", _("By e-mail")), ("call", _("By phone")), ("none", _("Not at all"))],
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(label=_("Look at closed ones too"), help_text=_("There are two."))


class Question(forms.Form):
    words = forms.CharField(label=_("What shall the message say?"), max_length=60)


@dataclass(frozen=True)
class Step:
    """Stands for a step of a recovery."""

    title: Any
    state: str
    words: Any

    def get_absolute_url(self) -> str:
        return "#the-progress"


STEPS = [
    Step(_("Put it down for tonight"), "done", _("done")),
    Step(_("Write it out"), "skipped", _("left out")),
    Step(_("A question that somebody can answer, asked of one person who was there"), "opened", _("begun")),
    Step(_("A plan for the next one"), "waiting", _("planned for Tuesday")),
]


PART = {"n": 3, "drawn": "37.5%"}
STRIP = {"start": "20%", "length": "35%", "middle": "30%"}
COLUMNS = [
    {"label": week, "part": {"n": n, "drawn": f"{n * 20}%", "left_free": f"{100 - n * 20}%"}}
    for week, n in enumerate([3, 0, 5, 1, 0, 4], start=44)
]


def everything() -> dict[str, Any]:
    fixed = Sample(auto_id="off-%s", initial={"role": _("Nurse")})
    for bound in fixed.fields.values():
        bound.disabled = True
    return {
        "form": Sample(auto_id="as-is-%s", initial={"way": "call"}),
        "refused": Sample({"role": "x" * 50, "day": "2026-02-31", "minutes": "many"}, auto_id="refused-%s"),
        "fixed": fixed,
        "wrong": [_("Something that is wrong with the whole form.")],
        "undo": Undo(reverse("styleguide-question"), [("words", "-"), ("undo", "on")]),
        "steps": STEPS,
        "current": STEPS[2],
        "moods": Mood.choices,
        "part": PART,
        "row": STRIP,
        "columns": COLUMNS,
    }
