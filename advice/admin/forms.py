from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.manager import SIMPLE_HISTORY_REVERSE_ATTR_NAME

from advice.admin.fields import ChosenField, LinesField, NamedLinesField, PlainTextField
from advice.models import Curated, Prompt, StepCondition
from advice.parameters import NAMES, OPTIONS
from advice.vocabulary import Input, NoKind, Reason, Stage, Test


class CuratedForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_version and "state" in self.fields:
            # It is published on its own page, beside what it replaces.
            open_states = {Curated.State.DRAFT, Curated.State.REVIEW, self.instance.state}
            choices = [(value, label) for value, label in Curated.State.choices if value in open_states]
            self.fields["state"].choices = choices  # type: ignore[attr-defined]
        record = getattr(self.instance, SIMPLE_HISTORY_REVERSE_ATTR_NAME, None)
        if record is not None:
            # An old version is shown with the links it had then; by itself it would show today's.
            for field in self.instance._meta.many_to_many:
                rows = getattr(record, field.name).all()
                self.initial[field.name] = [getattr(row, f"{field.m2m_reverse_field_name()}_id") for row in rows]


class ArticleForm(CuratedForm):
    tags = LinesField(label=_("Tags"), required=False, help_text=_("One in each line."))
    stages = ChosenField(label=_("Stages"), required=False, choices=Stage.choices)
    reasons = ChosenField(label=_("Reasons"), required=False, choices=Reason.choices)


PARAGRAPH = "accepted_paragraph"  # the one merge field that stands for a paragraph


class LetterForm(CuratedForm):
    """A letter, with the paragraph that depends on an answer as plain controls."""

    stages = ChosenField(label=_("Stages"), required=False, choices=Stage.choices)
    paragraph_text = PlainTextField(
        label=_("Paragraph"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands where the letter says {{ accepted_paragraph }}, if the answer below was given."),
    )
    paragraph_prompt = forms.CharField(label=_("Key of the prompt"), required=False, max_length=60)
    paragraph_when = forms.ChoiceField(
        label=_("When"),
        required=False,
        initial=Test.ANSWER_STARTS_WITH,
        choices=[
            (Test.ANSWER_STARTS_WITH, Test.ANSWER_STARTS_WITH.label),
            (Test.ANSWER_IS, Test.ANSWER_IS.label),
        ],
    )
    paragraph_value = forms.CharField(label=_("Answer"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, value in self.instance.optional_paragraphs.get(PARAGRAPH, {}).items():
            self.initial[f"paragraph_{part}"] = value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parts = {part: data.get(f"paragraph_{part}", "") for part in ("when", "prompt", "value", "text")}
        others = {name: value for name, value in self.instance.optional_paragraphs.items() if name != PARAGRAPH}
        is_given = any(value for part, value in parts.items() if part != "when")
        for part, value in parts.items():
            if is_given and not value:
                self.add_error(f"paragraph_{part}", _("The paragraph needs this as well."))
        self.instance.optional_paragraphs = others | ({PARAGRAPH: parts} if is_given else {})
        return data


class NudgeTextForm(CuratedForm):
    required = LinesField(
        label=_("Fields without which it is not sent"),
        required=False,
        help_text=_("One name in each line, without braces. All other fields have a fallback."),
    )


class ReframeForm(CuratedForm):
    stages = ChosenField(label=_("Stages"), required=False, choices=Stage.choices)


class CardForm(CuratedForm):
    buttons = LinesField(label=_("Buttons"), required=False, help_text=_("One in each line."))
    labels = NamedLinesField(label=_("Labels"), required=False, help_text=_("One in each line, as name: text."))


class PromptForm(forms.ModelForm):
    """A prompt with its options as controls of their own."""

    choices = LinesField(label=capfirst(NAMES["choices"]), required=False, help_text=_("One in each line."))
    rows = LinesField(label=capfirst(NAMES["rows"]), required=False, help_text=_("One in each line; for a table."))
    min = forms.IntegerField(label=capfirst(NAMES["min"]), required=False, min_value=0)
    max = forms.IntegerField(label=capfirst(NAMES["max"]), required=False, min_value=0)
    default = forms.CharField(
        label=capfirst(NAMES["default"]), required=False, help_text=_("For a switch: on or off. Else the value itself.")
    )
    own = forms.BooleanField(label=capfirst(NAMES["own"]), required=False)
    default_offset_days = forms.IntegerField(label=capfirst(NAMES["default_offset_days"]), required=False, min_value=0)
    default_offset_business_days = forms.IntegerField(
        label=capfirst(NAMES["default_offset_business_days"]), required=False, min_value=0
    )

    class Meta:
        model = Prompt
        exclude = ["options"]  # noqa: DJ006 - made of the fields above
        widgets = {"label": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.instance.options.items():
            self.initial[name] = value
        default = self.instance.options.get("default")
        if default is not None:
            self.initial["default"] = ("on" if default else "off") if isinstance(default, bool) else str(default)
        if self.instance.pk:
            self.fields["key"].disabled = True  # answers are kept under it

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["own"] = data.get("own") or None
        options = {name: data.get(name) for name in OPTIONS if data.get(name) not in (None, "", [])}
        if "default" in options:
            options["default"] = self._default(str(options["default"]), data.get("input", ""))
        self.instance.options = options
        return data

    def _default(self, text: str, kind: str) -> Any:
        if kind in (Input.TOGGLE, Input.CHECKBOX):
            if text not in ("on", "off"):
                self.add_error("default", _("Please write on or off."))
            return text == "on"
        if kind in (Input.NUMBER, Input.SLIDER):
            if not text.isdecimal():
                self.add_error("default", _("Please write a number."))
                return 0
            return int(text)
        return text


class StepConditionForm(forms.ModelForm):
    """A condition put together from menus."""

    days = forms.IntegerField(label=capfirst(NAMES["days"]), required=False, min_value=0)
    n = forms.IntegerField(label=capfirst(NAMES["n"]), required=False, min_value=0)
    no_kind = forms.ChoiceField(label=_("How the no came"), required=False, choices=[("", "—"), *NoKind.choices])
    prompt = forms.ChoiceField(label=capfirst(NAMES["prompt"]), required=False)
    starts_with = forms.CharField(label=_("Answer starts with"), required=False)
    values = LinesField(label=capfirst(NAMES["values"]), required=False, help_text=_("One in each line."))
    limit = forms.IntegerField(label=capfirst(NAMES["limit"]), required=False, min_value=0)
    then = forms.ChoiceField(
        label=capfirst(NAMES["then"]),
        required=False,
        choices=[
            ("", "—"),
            ("reframes_before", _("show reframes before a prompt")),
            ("reframes_after", _("show reframes after a prompt")),
        ],
    )
    place = forms.ChoiceField(label=_("That prompt"), required=False)
    reframes = forms.IntegerField(label=capfirst(NAMES["reframes"]), required=False, min_value=0)

    class Meta:
        model = StepCondition
        exclude = ["parameters"]  # noqa: DJ006 - made of the fields above
        widgets = {"shown_text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, prompt_keys: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if prompt_keys is None:
            prompt_keys = list(self.instance.step.prompts.values_list("key", flat=True)) if self.instance.pk else []
        given = dict(self.instance.parameters)
        prompts = [("", "—"), *((key, key) for key in prompt_keys)]
        self.fields["prompt"].choices = self.fields["place"].choices = prompts  # type: ignore[attr-defined]
        if "value" in given:
            given["no_kind" if self.instance.test == Test.NO_KIND_IS else "starts_with"] = given.pop("value")
        given["place"] = given.pop("prompt_before", None) or given.pop("prompt_after", None)
        self.initial.update(given)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = {name: data.get(name) for name in ("days", "n", "prompt", "values", "limit", "then", "reframes")}
        chosen["value"] = data.get("no_kind") if data.get("test") == Test.NO_KIND_IS else data.get("starts_with")
        place = "prompt_after" if data.get("then") == "reframes_after" else "prompt_before"
        chosen[place] = data.get("place")
        self.instance.parameters = {name: value for name, value in chosen.items() if value not in (None, "", [])}
        return data
