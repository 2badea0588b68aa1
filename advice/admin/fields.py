"""Plain controls for what is kept as JSON: curators choose and write lines, they never write JSON."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PlainTextField(forms.CharField):
    """Text with the line ends we keep. Browsers send others, which would make every row look changed."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or "") != self.to_python(data or "")


class LinesField(forms.CharField):
    """A list of texts, one in each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or "") != self.to_python(data or "")


class NamedLinesField(forms.CharField):
    """A mapping of names to texts, one `name: text` in each line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {text}" for name, text in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        named = {}
        for line in (super().to_python(value) or "").splitlines():
            name, colon, text = line.partition(":")
            if not line.strip():
                continue
            if not colon:
                raise ValidationError(_("Each line needs a name, a colon and a text."))
            named[name.strip()] = text.strip()
        return named

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial or "") != self.to_python(data or "")
        except ValidationError:
            return True


class ChosenField(forms.MultipleChoiceField):
    """A list out of a closed list, kept in the order of that list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        return [name for name, _label in self.choices if name in chosen]  # type: ignore[union-attr, misc]
