from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Debrief, Preparation


class WritingForm(forms.ModelForm):
    """Private texts about an interview. `seen` is what stood there when they were opened."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Two such forms stand on one page, and some of their fields have the same name.
        super().__init__(*args, **kwargs)
        self.auto_id = f"{type(self).__name__.lower()}-%s"
        if self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()
        for name in self._meta.model.TEXTS:
            self.fields[name].widget.attrs |= {"rows": 4, "dir": "auto"}

    def clean_seen(self) -> str | None:
        """Nothing where nobody said what was seen: then there is nothing to compare."""
        return self.cleaned_data["seen"] if self.add_prefix("seen") in self.data else None

    kept: Preparation | Debrief | None = None

    def stand_back(self, kept: Preparation | Debrief) -> None:
        """Other words were saved meanwhile: what was typed stays in the form, and saving it again is then meant."""
        self.kept = kept
        self.data = {**self.data.dict(), self.add_prefix("seen"): kept.updated_at.isoformat()}  # type: ignore[attr-defined]
        self.add_error(
            None,
            _("This was saved in another window meanwhile. What stands there now is shown below, with what you typed."),
        )

    def both(self) -> list[tuple[str, str]]:
        """What stands there now, by the name of its field, where it differs from what was typed."""
        if self.kept is None:
            return []
        names = [name for name in self._meta.model.TEXTS if getattr(self.kept, name) != self[name].value()]
        return [(str(self.fields[name].label), getattr(self.kept, name)) for name in names]


class PreparationForm(WritingForm):
    class Meta:
        model = Preparation
        fields = Preparation.TEXTS
        labels = {
            "stresses": _("What the posting stresses"),
            "questions": _("Questions I want to ask"),
            "stories": _("Stories I can tell"),
            "notes": _("Anything else"),
        }
        help_texts = {
            "stresses": _("Two or three things they named first or more than once."),
            "stories": _("A word for each: what was hard, what you did, what came of it."),
        }


class DebriefForm(WritingForm):
    keep_lesson = forms.BooleanField(
        label=_("Bring this line up before other interviews"),
        required=False,
        help_text=_("It is then kept as a lesson, readable to the app and no longer encrypted."),
    )

    field_order = ["went_well", "hardest_question", "connected", "next_time", "keep_lesson", "notes", "seen"]

    class Meta:
        model = Debrief
        fields = Debrief.TEXTS
        labels = {
            "went_well": _("What went well"),
            "hardest_question": _("The hardest question"),
            "connected": _("How I connected with them"),
            "next_time": _("Next time I will …"),
            "notes": _("Anything else"),
        }
        widgets = {"next_time": forms.TextInput}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("keep_lesson") and not values.get("next_time", "").strip():
            self.add_error("next_time", _("There is nothing here yet to bring up."))
        return values
