import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.postings import links, read
from applications.postings.found import Found

LONGEST_PASTE = 300_000
LONGEST_BROUGHT = 200_000  # characters; the bookmarklet stops at half of it
MOST_BLOCKS = 20


class PasteForm(forms.Form):
    """One box for a link or for the text of a posting: which of them it is shows in what was pasted."""

    paste = forms.CharField(
        label=_("Link or text of the posting"),
        max_length=LONGEST_PASTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def link(self) -> str:
        return links.lone(self.text)

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("paste", ""))

    def found(self) -> list[Found]:
        """What the pasted text says; nothing of a link, whose page has to be looked up first."""
        return [] if self.link else read.read_text(self.text)


class BroughtForm(forms.Form):
    """What the bookmarklet brings from the page that somebody looked at: JSON that a script found in the address."""

    brought = forms.CharField(max_length=LONGEST_BROUGHT)

    def clean_brought(self) -> dict[str, Any]:
        try:
            page = json.loads(self.cleaned_data["brought"])
        except (ValueError, RecursionError) as problem:
            raise ValidationError(_("That could not be read."), code="invalid") from problem
        if not isinstance(page, dict):
            raise ValidationError(_("That could not be read."), code="invalid")
        return page

    def found(self) -> list[Found]:
        page = self.cleaned_data["brought"]
        blocks = page.get("blocks")
        return read.read_handed_over(
            blocks=[one for one in blocks[:MOST_BLOCKS] if isinstance(one, str)] if isinstance(blocks, list) else [],
            html=words(page.get("html")),
            title=words(page.get("title")),
            selection=words(page.get("selection")),
            url=links.lone(words(page.get("url"))),
        )


def words(value: Any) -> str:
    """A text without signs that no database can hold."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""
