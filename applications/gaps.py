"""Gaps of a letter that somebody goes on writing: `[company]` in a text is open until it is filled or taken out."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts import localised
from advice import merge


def placeholders(language: str) -> dict[str, str]:
    """How each field stands in a letter of this language. Fields of one name have one placeholder."""
    with localised.speaking(language):
        found: dict[str, str] = {}
        for name in merge.all_fields():
            found.setdefault(str(merge.placeholder(name)), name)
        return found


def open_in(*texts: str, language: str) -> dict[str, str]:
    """The open ones, in reading order: placeholder → name of the field."""
    text = "\n".join(texts)
    there = {sign: name for sign, name in placeholders(language).items() if sign in text}
    return dict(sorted(there.items(), key=lambda item: text.index(item[0])))


def filled(text: str, values: Iterable[tuple[str, str]]) -> str:
    """The text with each placeholder replaced by its value."""
    for sign, value in values:
        text = text.replace(sign, value)
    return text


def marked(text: str, gaps: Iterable[str]) -> SafeString:
    """For a page: all of it escaped, the gaps highlighted."""
    html: str = conditional_escape(text)
    for gap in gaps:
        html = html.replace(conditional_escape(gap), format_html('<mark class="gap">{}</mark>', gap))
    return mark_safe(html)  # noqa: S308 - every piece was escaped above
