from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts import countries
from advice import merge
from advice.models import Letter
from advice.vocabulary import Stage

LONG_FIELDS = {"strength", "question", "shared_context", "next_focus"}


class TagSelect(forms.Select):
    """Tags are in the language of the articles that bear them."""

    languages: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if language := self.languages.get(str(value)):
            option["attrs"]["lang"] = language
        return option


class LibraryForm(forms.Form):
    """What to look for in the library. Everything is optional; what does not fit is left out of the search."""

    # Translators: words to look for in advice, what it is about, and after which stage of an application it helps.
    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    tag = forms.ChoiceField(label=_("About"), required=False, widget=TagSelect)
    stage = forms.ChoiceField(label=_("After"), required=False)

    def __init__(self, *args: Any, tags: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("everything")), *((tag, tag.replace("-", " ")) for tag in tags)]
        self.fields["tag"].choices = choices  # type: ignore[attr-defined]
        self.fields["tag"].widget.languages = tags
        self.fields["stage"].choices = [("", _("any stage")), *Stage.choices]  # type: ignore[attr-defined]


class CountryForm(forms.Form):
    """Whose support services to show. Never needed: everything is on the page anyway."""

    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lambda: [("", _("any country")), *countries.choices()]
    )


class LetterForm(forms.Form):
    """The gaps of one letter. Nothing of it is kept."""

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        for name in letter.fields:
            self.fields[name] = self._field_for(name)

    def _field_for(self, name: str) -> forms.Field:
        paragraph = self.letter.optional_paragraphs.get(name)
        if paragraph:
            label = _("With this paragraph: “%(text)s”") % {"text": paragraph["text"]}
            return forms.BooleanField(label=label, required=False)
        widget = forms.Textarea(attrs={"rows": 2}) if name in LONG_FIELDS else forms.TextInput()
        return forms.CharField(label=capfirst(merge.LABELS[name]), max_length=500, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Ticked paragraphs become their text; they take no part of what was typed."""
        data = super().clean() or {}
        for name, paragraph in self.letter.optional_paragraphs.items():
            if name in data:
                data[name] = paragraph["text"] if data[name] else ""
        return data
